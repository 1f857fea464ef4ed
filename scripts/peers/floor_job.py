"""What no program can do without: reads and digests the inputs, and writes as many bytes as koble does.

Nothing is decided and nothing is made: every byte that is written is at hand. Better than any real job, the
bytes of one file are digested by as many threads as there are, in pieces.
"""

import argparse
import hashlib
import os
import pathlib
import queue
import threading

BLOCK_BYTES = 1 << 20
PIECE_BLOCKS = 64


def pieces(size):
    for start in range(0, size, PIECE_BLOCKS * BLOCK_BYTES):
        yield start, min(size, start + PIECE_BLOCKS * BLOCK_BYTES)


def read_piece(path, start, end):
    digest = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK_BYTES, end - start))):
            digest.update(block)
            start += len(block)


def write_piece(file, start, end, is_digested):
    digest = hashlib.sha256()
    block = b"x" * BLOCK_BYTES
    while start < end:
        part = block if end - start >= BLOCK_BYTES else block[: end - start]
        if is_digested:
            digest.update(part)
        os.pwrite(file, part, start)
        start += len(part)


def work(jobs):
    while True:
        try:
            job = jobs.get_nowait()
        except queue.Empty:
            return
        job()


def run(jobs, threads):
    waiting = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    workers = [threading.Thread(target=work, args=(waiting,)) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spool", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--output-bytes", type=int, required=True, help="written and digested")
    parser.add_argument("--store-bytes", type=int, required=True, help="written")
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    jobs = []
    for path in sorted(pathlib.Path(options.spool).glob("*/incoming/*.csv")):
        for start, end in pieces(path.stat().st_size):
            jobs.append(lambda path=path, start=start, end=end: read_piece(path, start, end))
    files = []
    for name, size in (("outputs", options.output_bytes), ("store", options.store_bytes)):
        file = os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        files.append(file)
        for start, end in pieces(size):
            jobs.append(
                lambda file=file, start=start, end=end, is_digested=name == "outputs":
                write_piece(file, start, end, is_digested))
    run(jobs, options.threads)
    for file in files:
        os.fdatasync(file)
        os.close(file)


main()
