"""What no program can do without: reads and digests the inputs, and writes as many bytes as koble does.

Nothing is decided and nothing is made: every byte that is written is at hand. Better than any real job, all
threads digest all the time, and each piece is a file of its own, so that nobody waits for another one's file.
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


def write_piece(path, size, is_digested):
    digest = hashlib.sha256()
    block = b"x" * BLOCK_BYTES
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    while size > 0:
        part = block if size >= BLOCK_BYTES else block[:size]
        if is_digested:
            digest.update(part)
        os.write(file, part)
        size -= len(part)
    # As koble does: made durable early, and out of the page cache.
    os.fdatasync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


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
    for name, size in (("outputs", options.output_bytes), ("store", options.store_bytes)):
        for start, end in pieces(size):
            jobs.append(
                lambda path=out / f"{name}-{start}", size=end - start, is_digested=name == "outputs":
                write_piece(path, size, is_digested))
    # Twice as many as cores: one computes while the other waits for the disk.
    run(jobs, 2 * options.threads)


main()
