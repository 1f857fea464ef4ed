/// The style sheet of the report: no outside font, no image, light and dark, phone and paper.
let reportStyle = """
    :root{color-scheme:light;\(ReportPalette.properties(isDark: false))}
    @media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;\(ReportPalette.properties(isDark: true))}}
    """ + reportRules

private let reportRules = """

    *{box-sizing:border-box}
    html{scroll-behavior:smooth;scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",\
    Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif}
    a{color:var(--accent)}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
    .skip{position:absolute;left:-99em;top:.5rem;background:var(--panel);padding:.5rem 1rem;z-index:9}
    .skip:focus{left:1rem}
    .frame{max-width:1400px;margin:0 auto;padding:0 1.25rem 4rem}
    header{padding:2.2rem 0 .4rem}
    h1{margin:0;font-size:.95rem;font-weight:600;color:var(--soft);letter-spacing:.02em}
    .verdict{margin:.35rem 0 .9rem;font-size:clamp(1.25rem,2.4vw,1.8rem);line-height:1.3;font-weight:600;\
    letter-spacing:-.01em;max-width:72ch;text-wrap:balance}
    .badge{display:inline-block;font-weight:600;border:1.5px solid currentColor;border-radius:99px;\
    padding:.1rem .8rem;background:var(--panel)}
    .origin{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin:.9rem 0 0;color:var(--soft);font-size:.87rem}
    .origin div{display:flex;gap:.4rem}
    .origin dd{margin:0;color:var(--ink)}
    .warnings{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:.5rem;\
    grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr))}
    .warnings li{background:var(--panel);border:1px solid var(--line);border-left:5px solid;border-radius:6px;\
    padding:.45rem .8rem}
    .warnings span{color:var(--ink)}
    .sign{font-weight:700;margin-right:.5rem}
    .tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:.7rem;margin:1.3rem 0 0}
    .tile{background:var(--panel);border:1px solid var(--line);border-top:3px solid;border-radius:8px;\
    padding:.7rem .9rem .75rem;display:flex;flex-direction:column}
    .tile dt{color:var(--ink);font-size:.87rem;font-weight:600}
    .tile dd{margin:0}
    .tile .big{font-size:1.55rem;line-height:1.25;font-weight:650;color:var(--ink);letter-spacing:-.02em;\
    font-variant-numeric:tabular-nums}
    .tile.c-takeover .big,.tile.c-privacy .big,.tile.c-quality .big{color:inherit}
    .tile .note{color:var(--soft);font-size:.8rem}
    .overview{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.9rem 1rem;\
    margin:.7rem 0 0}
    .overview svg{display:block;width:100%;height:26px;border-radius:4px}
    .overview ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.6rem 0 0;padding:0;\
    font-size:.87rem;font-variant-numeric:tabular-nums}
    .overview li{display:flex;align-items:center;gap:.45rem}
    .overview li svg{width:12px;height:12px;border-radius:2px}
    .overview b{font-weight:600}
    nav{font-size:.87rem}
    nav ol{list-style:none;margin:0;padding:0}
    nav a{display:block;padding:.28rem .7rem;color:var(--soft);text-decoration:none;border-left:2px solid \
    var(--line)}
    nav a:hover{color:var(--ink);border-color:var(--soft)}
    nav a[aria-current]{color:var(--accent);border-color:var(--accent);font-weight:600}
    main section{padding-top:2.4rem}
    h2{font-size:1.28rem;line-height:1.3;margin:0;letter-spacing:-.01em}
    h3{font-size:.95rem;margin:1.3rem 0 .4rem}
    .intro{margin:.25rem 0 .8rem;color:var(--soft);max-width:75ch}
    .card{background:var(--panel);border:1px solid var(--line);border-radius:8px;margin:.8rem 0 0;\
    overflow:clip}
    .scroll{overflow-x:auto;position:relative}
    .cap{padding:.65rem .9rem;font-weight:600;font-size:.92rem}
    summary.cap{cursor:pointer}
    summary.cap:focus-visible{outline-offset:-3px}
    summary.cap h3{display:inline;margin:0;font-size:inherit}
    div.cap h3{margin:0;font-size:inherit}
    table{border-collapse:collapse;width:100%;font-size:.87rem;font-variant-numeric:tabular-nums}
    caption{position:absolute;left:-99em}
    th,td{padding:.36rem .55rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
    thead th{color:var(--soft);font-weight:600;vertical-align:bottom;background:var(--panel)}
    tbody th{font-weight:500;min-width:7rem}
    .matrix tbody th{min-width:0}
    td code,th code{display:inline-block;max-width:34ch;overflow-wrap:break-word}
    .n{text-align:right;white-space:nowrap}
    thead .n{white-space:normal}
    .tall{max-height:34rem;overflow:auto}
    .tall thead th{position:sticky;top:0;z-index:1;box-shadow:inset 0 -1px var(--line)}
    .total>*{font-weight:650;background:color-mix(in srgb,var(--track) 55%,transparent)}
    .b{min-width:8rem;width:18%;white-space:nowrap}
    th:first-child,td:first-child{padding-left:.9rem}
    #funnel .b{width:36%}
    #sizes .b{width:62%}
    .b svg{display:inline-block;width:calc(100% - 4.2rem);height:10px;background:var(--track);border-radius:2px;\
    vertical-align:middle}
    .b span{display:inline-block;width:3.9rem;text-align:right}
    .soft{color:var(--soft)}
    .w{min-width:13.5rem}
    .total>.w{font-weight:400}
    code{font:.93em/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:break-word}
    td .id{max-width:13ch;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}
    .pill{font-weight:600;white-space:nowrap}
    .pill::before{content:"";display:inline-block;width:.55em;height:.55em;border-radius:2px;\
    background:currentColor;margin-right:.45em}
    mark{background:var(--mark);color:var(--ink);text-decoration:underline;text-decoration-thickness:2px;\
    text-underline-offset:3px;border-radius:2px}
    .value{font-size:1.02em;white-space:pre-wrap;overflow-wrap:anywhere;min-width:9rem}
    .none{padding:0 .9rem .8rem;margin:0;color:var(--soft)}
    .facts{display:flex;flex-wrap:wrap;gap:.3rem 2.4rem;margin:.8rem 0 0;padding:.7rem .9rem}
    .facts dt{color:var(--soft);font-size:.83rem}
    .facts dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    .facts dd code{font-weight:400}
    .sum{display:flex;flex-wrap:wrap;align-items:baseline;gap:.2rem .55rem;margin:.8rem 0 0;padding:.7rem .9rem;\
    font-variant-numeric:tabular-nums}
    .sum h3{margin:0;width:100%}
    .sum>span{white-space:nowrap}
    .sum b{font-weight:650}
    .sum .badge{margin-left:auto;font-size:.83rem}
    .statement{margin:.8rem 0 0;padding:.8rem 1rem;border-left:5px solid;font-weight:600}
    .statement span{color:var(--ink)}
    .matrix{font-size:.76rem;table-layout:fixed;min-width:880px}
    .matrix th,.matrix td{padding:0;text-align:center;vertical-align:middle;border:1px solid var(--line);height:30px}
    .matrix th{font-weight:600;background:var(--panel);color:var(--soft)}
    .matrix tbody th{position:sticky;left:0;z-index:1}
    .matrix .d{outline:2px solid var(--soft);outline-offset:-2px}
    .matrix button{all:unset;box-sizing:border-box;width:100%;height:30px;line-height:30px;text-align:center;\
    cursor:pointer;display:block}
    .matrix button:focus-visible{outline:3px solid var(--accent);outline-offset:-3px}
    .matrix button:hover{text-decoration:underline}
    .matrix button[aria-pressed=true]{outline:3px solid var(--ink);outline-offset:-3px;font-weight:700}
    .matrix .z{color:var(--soft)}
    .key{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .9rem;padding:.55rem .9rem;margin:0;\
    font-size:.8rem;color:var(--soft)}
    th button.sort{all:unset;cursor:pointer;font:inherit}
    th button.sort::after{content:"\\00a0\\2195";opacity:.45}
    th[aria-sort=ascending] button.sort::after{content:"\\00a0\\2191";opacity:1}
    th[aria-sort=descending] button.sort::after{content:"\\00a0\\2193";opacity:1}
    th button.sort:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
    .tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;padding:.7rem .9rem}
    .tools label{display:grid;font-size:.8rem;color:var(--soft)}
    .tools select,.tools input,.tools button,.filter button{font:inherit;font-size:.9rem;color:var(--ink);\
    background:var(--page);border:1px solid var(--plain);border-radius:6px;padding:.3rem .6rem;max-width:100%}
    .filter{position:fixed;left:50%;bottom:1rem;transform:translateX(-50%);z-index:5;display:flex;gap:.9rem;\
    align-items:center;background:var(--ink);color:var(--page);border-radius:99px;padding:.45rem .5rem .45rem 1.2rem;\
    box-shadow:0 4px 18px rgb(0 0 0/.3);max-width:calc(100vw - 2rem);font-size:.9rem}
    .filter button{border-radius:99px;white-space:nowrap;cursor:pointer}
    [hidden]{display:none!important}
    footer{margin-top:3rem;color:var(--soft);font-size:.87rem}
    .c-plain{color:var(--plain)}.c-accent{color:var(--accent)}.c-good{color:var(--good)}
    .c-takeover{color:var(--takeover)}.c-privacy{color:var(--privacy)}.c-quality{color:var(--quality)}
    .f-plain{fill:var(--plain)}.f-accent{fill:var(--accent)}.f-good{fill:var(--good)}
    .f-takeover{fill:var(--takeover)}.f-privacy{fill:var(--privacy)}.f-quality{fill:var(--quality)}
    .f-soft{fill:var(--heat4)}
    .h1{background:var(--heat1)}.h2{background:var(--heat2)}.h3{background:var(--heat3)}
    .h4{background:var(--heat4)}.h5{background:var(--heat5)}
    @media screen and (min-width:1100px){
    .body{display:grid;grid-template-columns:13.5rem minmax(0,1fr);gap:2rem}
    nav{position:sticky;top:0;align-self:start;padding-top:2.6rem;max-height:100vh;overflow:auto}
    }
    @media (max-width:1099px){
    .body{display:block}
    nav{margin:1rem -1.25rem 0;position:sticky;top:0;z-index:4;background:var(--page);\
    border-bottom:1px solid var(--line)}
    html{scroll-padding-top:4rem}
    nav ol{display:flex;overflow-x:auto;padding:.25rem .9rem;scrollbar-width:thin}
    nav a{border:0;padding:.4rem .55rem;white-space:nowrap}
    .tiles{grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}
    }
    @media (max-width:600px){
    .frame{padding:0 .9rem 3rem}
    nav{margin:1rem -.9rem 0}
    header{padding-top:1.4rem}
    .tile{padding:.55rem .7rem}
    .tile .big{font-size:1.3rem}
    th,td{padding:.36rem .6rem}
    .w{min-width:13rem}
    .sum .badge{margin-left:0}
    }
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    @media (forced-colors:active){.b svg,.overview svg{border:1px solid}.matrix td{forced-color-adjust:none}}
    @media print{
    body{background:#fff;font-size:10pt}
    .frame{max-width:none;padding:0}
    nav,.tools,.filter,.skip{display:none!important}
    .body{display:block}
    .card,.tile,.overview,.warnings li{break-inside:avoid-page;box-shadow:none}
    .card.long{break-inside:auto}
    .tall{max-height:none;overflow:visible}
    .scroll{overflow:visible}
    tr,.tile{break-inside:avoid}
    h2,h3,.intro,.cap{break-after:avoid}
    thead{display:table-header-group}
    .matrix{min-width:0;font-size:6.5pt}
    th button.sort::after{content:none!important}
    details::details-content{content-visibility:visible;block-size:auto}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    }

    """
