/// The script of the report. It only adds to a page that is complete without it: it sorts tables, filters
/// rows by country, and samples by harm, kind and text. It builds elements and sets text, never markup.
let reportScript = #"""
    'use strict';
    (() => {
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];
      const make = (tag, properties = {}, ...children) => {
        const element = Object.assign(document.createElement(tag), properties);
        element.append(...children);
        return element;
      };

      // Sorting
      const number = text => {
        const digits = text.replace(/[,%+\s]/g, '').replace('\u2212', '-');
        return digits.startsWith('<') ? parseFloat(digits.slice(1)) / 2 : parseFloat(digits);
      };
      const collator = new Intl.Collator('en', {numeric: true});
      const sortRows = (table, column, heading) => {
        const isDown = heading.getAttribute('aria-sort') === 'descending'
          || !heading.hasAttribute('aria-sort') && !heading.classList.contains('n');
        const sign = isDown ? 1 : -1;
        const isNumber = heading.classList.contains('n');
        const body = table.tBodies[0];
        const rows = [...body.rows];
        const keys = new Map(rows.map(row => {
          const text = row.cells[column].textContent.trim();
          return [row, isNumber ? number(text) : text];
        }));
        rows.sort((left, right) => {
          const totals = left.classList.contains('total') - right.classList.contains('total');
          if (totals) return totals;
          const [a, b] = [keys.get(left), keys.get(right)];
          if (!isNumber) return sign * collator.compare(a, b);
          if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b);
          return sign * (a - b);
        });
        all('thead th', table).forEach(other => other.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', isDown ? 'ascending' : 'descending');
        body.append(...rows);
      };
      all('table.sortable').forEach(table => {
        all('thead th', table).forEach((heading, column) => {
          const button = make('button', {type: 'button', className: 'sort', textContent: heading.textContent});
          heading.replaceChildren(button);
          button.addEventListener('click', () => sortRows(table, column, heading));
        });
      });

      // Filters
      const filter = {countries: [], harm: '', kind: '', text: ''};
      const names = new Map(all('.matrix tbody th').map(th => [th.textContent, th.title]));
      const fits = (row, hasSamples) => {
        const own = (row.dataset.c || '').split(' ').filter(Boolean);
        const wanted = filter.countries;
        if (wanted.length && own.length) {
          if (wanted.length === 1) { if (!own.includes(wanted[0])) return false; }
          else if (own.length === 1) { if (!wanted.includes(own[0])) return false; }
          else if ([...own].sort().join() !== [...wanted].sort().join()) return false;
        }
        if (!hasSamples) return true;
        const tags = (row.dataset.t || '').split(' ');
        return (!filter.harm || tags.includes(filter.harm)) && (!filter.kind || tags.includes(filter.kind))
          && (!filter.text || row.textContent.toLowerCase().includes(filter.text));
      };
      const status = make('span', {id: 'filter-status'});
      status.setAttribute('role', 'status');
      const clear = make('button', {type: 'button', id: 'filter-clear', textContent: 'Show all'});
      const bar = make('div', {className: 'filter', hidden: true}, status, clear);
      document.body.append(bar);
      const selects = [];
      const apply = () => {
        let shown = 0, samples = 0;
        all('table.rows').forEach(table => {
          const hasSamples = table.classList.contains('samples');
          [...table.tBodies[0].rows].forEach(row => {
            row.hidden = !fits(row, hasSamples);
            if (hasSamples) { samples += 1; if (!row.hidden) shown += 1; }
          });
        });
        const isOn = filter.countries.length || filter.harm || filter.kind || filter.text;
        const where = [...new Set(filter.countries)].map(code => names.get(code) || code).join(' and ');
        const inside = filter.countries.length === 2 && filter.countries[0] === filter.countries[1];
        const what = [where && (inside ? 'inside ' + where : where), filter.harm, filter.kind.replace(/_/g, ' '),
          filter.text && '\u201C' + filter.text + '\u201D'].filter(Boolean).join(', ');
        status.textContent = isOn ? `Only ${what}: ${shown} of ${samples} samples` : '';
        bar.hidden = !isOn;
        const key = [...filter.countries].sort().join();
        all('.matrix button').forEach(button =>
          button.setAttribute('aria-pressed', String(!!key && button.dataset.k === key)));
        selects[0].value = filter.countries[0] || '';
        selects[1].value = filter.countries[1] || '';
        selects[1].disabled = !filter.countries.length;
      };
      const choose = countries => {
        const isSame = [...countries].sort().join() === [...filter.countries].sort().join();
        filter.countries = isSame ? [] : countries;
        apply();
      };

      // The matrix: one stop for the tab key, arrows inside.
      all('table.matrix').forEach(table => {
        const columns = all('thead th', table).map(th => th.textContent);
        const grid = [];
        [...table.tBodies[0].rows].forEach(row => {
          const own = row.cells[0].textContent;
          grid.push([...row.cells].map((cell, index) => {
            const pair = index ? [own, columns[index - 1]] : [own];
            const label = cell.title;
            const button = make('button', {type: 'button', textContent: cell.textContent, tabIndex: -1, title: label});
            button.setAttribute('aria-label', label);
            button.dataset.k = [...pair].sort().join();
            button.addEventListener('click', () => choose(pair));
            cell.replaceChildren(button);
            return button;
          }));
        });
        if (!grid.length) return;
        let [y, x] = [0, 0];
        grid[0][0].tabIndex = 0;
        table.addEventListener('keydown', event => {
          const step = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[event.key];
          if (!step) return;
          event.preventDefault();
          move(Math.min(grid.length - 1, Math.max(0, y + step[0])), Math.min(grid[0].length - 1, Math.max(0, x + step[1])));
          grid[y][x].focus();
        });
        const move = (row, column) => {
          grid[y][x].tabIndex = -1;
          [y, x] = [row, column];
          grid[y][x].tabIndex = 0;
        };
        table.addEventListener('focusin', event => grid.forEach((line, row) => {
          const column = line.indexOf(event.target);
          if (column >= 0) move(row, column);
        }));
      });

      // Controls
      const labelled = (text, control) => make('label', {}, text, control);
      const options = (select, pairs) => pairs.forEach(([value, text]) =>
        select.append(make('option', {value, textContent: text})));
      const countryTools = document.getElementById('country-tools');
      const countries = [...names].map(([code, name]) => [code, code + ' ' + name]);
      ['first', 'second'].forEach((which, index) => {
        const select = make('select', {id: 'country-' + which});
        options(select, [['', index ? 'any country' : 'all countries'], ...countries]);
        select.addEventListener('change', () => {
          filter.countries = selects.map(other => other.value).filter(Boolean);
          apply();
        });
        selects.push(select);
        countryTools.append(labelled(index ? 'and' : 'Show only', select));
      });
      countryTools.hidden = false;
      const sampleTools = document.getElementById('sample-tools');
      if (sampleTools) {
        const rows = all('table.samples tbody tr');
        const kinds = new Map(rows.map(row => [row.dataset.t.split(' ')[1], row.cells[0].textContent]));
        const harm = make('select', {id: 'sample-harm'});
        options(harm, [['', 'all'], ...['takeover', 'privacy', 'quality'].map(name => [name, name])]);
        const kind = make('select', {id: 'sample-kind'});
        options(kind, [['', 'all'], ...kinds]);
        const search = make('input', {id: 'sample-text', type: 'search'});
        harm.addEventListener('change', () => { filter.harm = harm.value; apply(); });
        kind.addEventListener('change', () => { filter.kind = kind.value; apply(); });
        search.addEventListener('input', () => { filter.text = search.value.trim().toLowerCase(); apply(); });
        sampleTools.append(labelled('Harm', harm), labelled('Conflict', kind), labelled('Contains', search));
        sampleTools.hidden = rows.length === 0;
      }
      clear.addEventListener('click', () => {
        Object.assign(filter, {countries: [], harm: '', kind: '', text: ''});
        ['sample-harm', 'sample-kind', 'sample-text'].forEach(id => {
          const control = document.getElementById(id);
          if (control) control.value = '';
        });
        apply();
        document.getElementById('country_pairs').querySelector('button[tabindex="0"]')?.focus({preventScroll: true});
      });
      apply();

      // The section in view
      const links = new Map(all('nav a').map(link => [link.hash.slice(1), link]));
      const seen = new IntersectionObserver(entries => entries.forEach(entry => {
        if (!entry.isIntersecting) return;
        links.forEach(link => link.removeAttribute('aria-current'));
        links.get(entry.target.id)?.setAttribute('aria-current', 'true');
      }), {rootMargin: '-10% 0px -75% 0px'});
      all('main section').forEach(section => seen.observe(section));
      document.documentElement.dataset.ready = 'yes';
    })();

    """#
