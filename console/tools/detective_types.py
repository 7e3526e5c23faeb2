#!/usr/bin/env python3
"""Write src/api/detective.gen.ts from the service model of Amazon Detective that botocore carries.

Run with a Python that has botocore: `../.venv/bin/python tools/detective_types.py` in console/. The model
changes a few times a year, so what it writes is kept in the repository.
"""

from pathlib import Path

from botocore.loaders import Loader

TARGET = Path(__file__).resolve().parent.parent / "src/api/detective.gen.ts"
PRIMITIVES = {
    "string": "string",
    "timestamp": "string",
    "boolean": "boolean",
    "integer": "number",
    "long": "number",
    "float": "number",
    "double": "number",
}


def type_of(model, name):
    """The TypeScript type of the shape `name`."""
    shape = model["shapes"][name]
    kind = shape["type"]
    if kind == "structure":
        return name
    if kind == "list":
        member = type_of(model, shape["member"]["shape"])
        return f"({member})[]" if "|" in member else f"{member}[]"
    if kind == "map":
        key = type_of(model, shape["key"]["shape"])
        return f"Partial<Record<{key}, {type_of(model, shape['value']['shape'])}>>"
    if "enum" in shape:
        return " | ".join(f"'{it}'" for it in shape["enum"])
    return PRIMITIVES[kind]


def interface(model, name, shape):
    """A structure as an interface."""
    required = shape.get("required", [])
    lines = [f"export interface {name} {{"]
    for member, of in shape["members"].items():
        mark = "" if member in required else "?"
        lines.append(f"  {member}{mark}: {type_of(model, of['shape'])};")
    return "\n".join([*lines, "}"])


def main():
    model = Loader().load_service_model("detective", "service-2")
    shapes = model["shapes"]
    parts = [
        "// Written by tools/detective_types.py from botocore's model of Amazon Detective, "
        f"{model['metadata']['apiVersion']}. Do not edit."
    ]
    for name, shape in sorted(shapes.items()):
        if shape["type"] == "structure" and not shape.get("exception") and shape["members"]:
            parts.append(interface(model, name, shape))
    table = ["export const OPERATIONS = {"]
    types = ["export interface Operations {"]
    for name, operation in model["operations"].items():
        http = operation["http"]
        table.append(f"  {name}: {{ method: '{http['method']}', path: '{http['requestUri']}' }},")
        ends = []
        for side in ("input", "output"):
            shape = operation.get(side, {}).get("shape")
            ends.append(shape if shape and shapes[shape]["members"] else "Record<string, never>")
        types.append(f"  {name}: {{ input: {ends[0]}; output: {ends[1]} }};")
    parts.append("\n".join([*table, "} as const;"]))
    parts.append("\n".join([*types, "}"]))
    TARGET.write_text("\n\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
