"""Runs koble and its peers on the same made-up exports and prints what each one costs.

Every engine is one whole process, from start to exit. They take turns, round by round, with the
input in the page cache and nothing else left to write. Wall time is the clock's, CPU time and peak
memory are the kernel's (wait4), and anonymous memory (RssAnon) is sampled from /proc.

The peers do the bare job (scripts/peers); koble does all of it: rules, holds, provenance, a durable
store, synced outputs. "floor" does no job: it reads and digests the same inputs, and digests and writes as
many bytes as koble did in the same round. Nothing that publishes these files can be faster.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ("koble", "duckdb", "polars")
ENGINES = (*PEERS, "floor")
SAMPLE_SECONDS = 0.02
COPY_BYTES = 1 << 20
# Each with its number of header lines.
OUTPUTS = (("profiles.ndjson", 0), ("links.csv", 1), ("conflicts.csv", 1))


class Failed(Exception):
    """Something that the caller has to put right; its text says what."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--accounts", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=1, help="rounds; figures are their medians")
    parser.add_argument("--threads", type=int, default=2, help="threads of each peer")
    parser.add_argument("--only", default=",".join(PEERS),
        help=f"engines, separated by commas: {', '.join(ENGINES)} (floor behind koble)")
    parser.add_argument("--koble", default=str(ROOT / ".build/release/koble"))
    parser.add_argument("--folder", default=str(ROOT / ".build/bench"), help="data and outputs")
    parser.add_argument("--json", metavar="FILE", help="also write all figures here")
    parser.add_argument("--keep", action="store_true", help="keep what the engines wrote")
    options = parser.parse_args()
    options.only = options.only.split(",")
    unknown = [name for name in options.only if name not in ENGINES]
    if unknown or options.runs < 1:
        parser.error(f"--only takes {', '.join(ENGINES)}; --runs at least 1")
    if "floor" in options.only and "koble" not in options.only[:options.only.index("floor")]:
        parser.error("floor writes as many bytes as koble did: name koble before it")
    return options


# Data


def made_exports(options):
    """The spool of made-up exports, made once for each size and seed."""
    folder = pathlib.Path(options.folder) / f"exports-{options.accounts}-{options.seed}"
    done = folder / "done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        checked([
            options.koble, "synth", "--workspace", str(folder), "--accounts",
            str(options.accounts), "--seed", str(options.seed), "--preset", "benchmark"])
        done.touch()
    return folder / "spool"


def checked(command):
    """Runs a step that is not measured."""
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr}")


def warm(folder):
    """Reads every file once, so that all engines find them in the page cache."""
    size = 0
    for path in sorted(folder.glob("*/incoming/*.csv")):
        with open(path, "rb", buffering=0) as file:
            while block := file.read(COPY_BYTES):
                size += len(block)
    return size


# Engines


def prepared(engine, spool, options, written):
    """The command of an engine, and the folder that its outputs will be in.

    `written`: how many bytes koble has published, and how many its store has.
    """
    out = pathlib.Path(options.folder) / f"out-{engine}"
    shutil.rmtree(out, ignore_errors=True)
    if engine != "koble":
        job = ROOT / "scripts/peers" / f"{engine}_job.py"
        command = [
            sys.executable, str(job), "--spool", str(spool), "--out", str(out),
            "--threads", str(options.threads)]
        if engine == "floor":
            command += ["--output-bytes", str(written[0]), "--store-bytes", str(written[1])]
        return command, spool, out
    # A run takes its input out of the spool, so it gets a workspace and a copy of its own.
    checked([options.koble, "init", "--workspace", str(out)])
    for path in sorted(spool.glob("*/incoming/*.csv")):
        target = out / "spool" / path.relative_to(spool)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    command = [options.koble, "run", "--workspace", str(out), "--quiet"]
    return command, out / "spool", out / "out/latest"


def measured(command, log):
    """Runs one process to its end and returns what it cost."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2)]
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    sampler = AnonymousMemory(process)
    sampler.start()
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - started
    sampler.stop()
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        raise Failed(f"{' '.join(command)} ended with {code}:\n{log.read_text()[-2000:]}")
    return {
        "wall_seconds": wall, "user_seconds": usage.ru_utime, "system_seconds": usage.ru_stime,
        "cpu_seconds": usage.ru_utime + usage.ru_stime, "peak_rss_bytes": usage.ru_maxrss * 1024,
        "peak_anonymous_bytes": sampler.peak}


class AnonymousMemory(threading.Thread):
    """Samples the RssAnon of a process until it ends; short peaks between samples are missed."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.path = f"/proc/{process}/status"
        self.peak = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, self.sample())

    def sample(self):
        try:
            with open(self.path, encoding="ascii", errors="replace") as status:
                for line in status:
                    if line.startswith("RssAnon:"):
                        return int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            pass
        return 0

    def stop(self):
        self.ended.set()
        self.join()


def counted(out):
    """Lines of each output; headers do not count."""
    counts = {}
    for name, header in OUTPUTS:
        path = out / name
        if path.exists():
            with open(path, "rb", buffering=0) as file:
                lines = 0
                while block := file.read(COPY_BYTES):
                    lines += block.count(b"\n")
            counts[name] = lines - header
    return counts


def bytes_written(out):
    """Bytes of a run's outputs, and of the store."""
    outputs = sum(path.stat().st_size for path in out.iterdir())
    return outputs, (out.parent.parent / "state/store.mdb").stat().st_size


def rounds(spool, options):
    """All engines in turn, as often as asked for."""
    results = {engine: [] for engine in options.only}
    written = (0, 0)
    for number in range(options.runs):
        for engine in options.only:
            command, inputs, out = prepared(engine, spool, options, written)
            os.sync()
            size = warm(inputs)
            log = pathlib.Path(options.folder) / f"{engine}.log"
            print(f"round {number + 1}: {engine} …", file=sys.stderr, flush=True)
            result = measured(command, log)
            result["input_bytes"] = size
            result["lines"] = counted(out)
            results[engine].append(result)
            if engine == "koble":
                written = bytes_written(out)
            if not options.keep:
                shutil.rmtree(pathlib.Path(options.folder) / f"out-{engine}", ignore_errors=True)
    return results


# Report

FIGURES = (
    ("wall_seconds", "wall s", 1), ("cpu_seconds", "CPU s", 1),
    ("peak_rss_bytes", "peak RSS MB", 1e6), ("peak_anonymous_bytes", "peak anon MB", 1e6))


def summary(results):
    """The median of each figure, and how it compares with koble's."""
    medians = {
        engine: {key: statistics.median(run[key] for run in runs) for key, _, _ in FIGURES}
        for engine, runs in results.items()}
    base = medians.get("koble")
    ratios = {
        engine: {key: figures[key] / base[key] for key, _, _ in FIGURES if base and base[key] > 0}
        for engine, figures in medians.items()}
    return medians, ratios


def print_table(results, medians, ratios):
    headings = ["engine"]
    for _, title, _ in FIGURES:
        headings += [title, "x"]
    headings += ["profiles", "links", "conflicts"]
    rows = [headings]
    for engine, figures in medians.items():
        row = [engine]
        for key, _, unit in FIGURES:
            value = figures[key] / unit
            row.append(f"{value:.2f}" if unit == 1 else f"{value:.0f}")
            row.append(f"{ratios[engine][key]:.1f}" if key in ratios[engine] else "-")
        lines = results[engine][-1]["lines"]
        row += [str(lines.get(name, "-")) for name, _ in OUTPUTS]
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(headings))]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())


def machine():
    model = ""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    versions = {}
    for name in ("duckdb", "polars"):
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "cpu": model, "cores": os.cpu_count(), "kernel": platform.release(),
        "python": platform.python_version(), "load_average": os.getloadavg(), "peers": versions}


def main():
    options = arguments()
    before = machine()
    spool = made_exports(options)
    results = rounds(spool, options)
    medians, ratios = summary(results)
    size = results[options.only[0]][0]["input_bytes"]
    print(
        f"{options.accounts} accounts, {size / 1e6:.0f} MB, seed {options.seed}, "
        f"median of {options.runs}; x = times koble's")
    print_table(results, medians, ratios)
    if options.json:
        report = {
            "accounts": options.accounts, "seed": options.seed, "runs": options.runs,
            "threads": options.threads, "machine": before, "median": medians, "ratio": ratios,
            "all": results}
        pathlib.Path(options.json).write_text(json.dumps(report, indent=2) + "\n")


try:
    main()
except Failed as failure:
    sys.exit(f"bench: {failure}")
