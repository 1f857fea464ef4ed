"""Runs the recipes of a page in the current folder, the folder of a run: check_recipes.py PAGE

A recipe in Python ends with `counts`; one in SQL makes tables and views of the names below.
"""

import glob
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

NAMES = ["profiles", "conflicts", "links", "holds"]


def lines_of(name):
    for ending, headers in ((".ndjson", 0), (".csv", 1)):
        path = pathlib.Path(name + ending)
        if path.exists():
            return path.read_bytes().count(b"\n") - headers
    sys.exit(f"{name} is missing")


def run_python(title, code, wanted):
    script = code + f"\nassert counts == {wanted!r}, counts\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return report(title, done.returncode == 0)


def as_server_user(command):
    if os.getuid() != 0:
        return command
    pwd.getpwnam("postgres")
    # Not every PATH has what only root needs.
    return ["/usr/sbin/runuser", "-u", "postgres", "--"] + command


def run_sql(title, code, wanted):
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not folders or not shutil.which("psql"):
        print("PostgreSQL is not installed: run scripts/setup first")
        return report(title, False)
    place = pathlib.Path(tempfile.mkdtemp(prefix="koble-recipes-"))
    place.chmod(0o777)
    cluster, tools = str(place / "cluster"), folders[-1]
    psql = ["psql", "-h", str(place), "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAt"]
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in NAMES)
    try:
        subprocess.run(as_server_user([f"{tools}/initdb", "-D", cluster, "-A", "trust", "-N", "-E", "UTF8", "--locale", "C"]),
                       check=True, stdout=subprocess.DEVNULL)
        start = [f"{tools}/pg_ctl", "-D", cluster, "-w", "-l", str(place / "log"),
                 "-o", f"-c listen_addresses= -c unix_socket_directories={place}", "start"]
        subprocess.run(as_server_user(start), check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(as_server_user(psql + ["-f", "-"]), input=code, capture_output=True, text=True)
        print(done.stderr, end="")
        answer = subprocess.run(as_server_user(psql + ["-c", query]), capture_output=True, text=True)
        found = {name: int(count) for name, count in (line.split("|") for line in answer.stdout.split())}
        return report(title, done.returncode == 0 and found == wanted)
    finally:
        subprocess.run(as_server_user([f"{tools}/pg_ctl", "-D", cluster, "-m", "immediate", "stop"]),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.rmtree(place, ignore_errors=True)


def report(title, is_fine):
    print(("ok        " if is_fine else "FAIL      ") + title)
    return is_fine


def main():
    wanted = {name: lines_of(name) for name in NAMES}
    print("lines:", wanted)
    page = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    found = re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?^```(python|sql)\n(.*?)^```$", page, re.M | re.S)
    outcomes = [(run_python if kind == "python" else run_sql)(title, code, wanted) for title, kind, code in found]
    print(f"check-recipes: {len(outcomes)} recipes, {outcomes.count(False)} failed")
    return 0 if len(outcomes) == 4 and all(outcomes) else 1


sys.exit(main())
