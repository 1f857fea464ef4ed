"""Checks files against the schemas of a folder: check_schemas.py SCHEMAS NAME=FILE ...

A file that ends in .ndjson is checked line by line; any other holds one or more JSON values. Every schema of the folder
must be named, so that none is left unproven; a list of lines must not be empty.
"""

import json
import pathlib
import sys

import jsonschema
import referencing


def values(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    if path.endswith(".ndjson"):
        return [json.loads(line) for line in text.splitlines()]
    decoder, found, at = json.JSONDecoder(), [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found


def main():
    folder = pathlib.Path(sys.argv[1])
    validators, failed, seen = {}, 0, {}
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.schema.json"))}
    # One schema may refer to another by its file's name.
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items())
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[name.removesuffix(".schema.json")] = jsonschema.Draft202012Validator(schema, registry=registry)
    for word in sys.argv[2:]:
        name, path = word.split("=", 1)
        faults = 0
        for number, value in enumerate(values(path), 1):
            seen[name] = seen.get(name, 0) + 1
            for fault in validators[name].iter_errors(value):
                faults += 1
                if faults <= 3:
                    where = "/".join(map(str, fault.absolute_path))
                    print(f"FAIL  {path}, value {number}, {where}: {fault.message[:300]}")
        failed += faults
    for name in validators:
        if not seen.get(name):
            print(f"FAIL  nothing was checked against {name}")
            failed += 1
    print(f"check-schemas: {len(validators)} schemas, {sum(seen.values())} values, {failed} faults")
    return 1 if failed else 0


sys.exit(main())
