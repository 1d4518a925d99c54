import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { findOnPath } from "../src/pathSearch";
import { checkTooling, readAnswer } from "../src/toolingCheck";

// A Python without what is installed in it; it imports from the folder that it starts in.
const python = { command: findOnPath(process.env.PATH ?? "") ?? "python3", args: ["-S"], from: "PATH" };

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kogine-tooling-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text = ""): void {
  const file = path.join(folder, "kohakuengine_tooling", name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test("a Python without the tooling is told by what it says", async () => {
  assert.deepEqual(await checkTooling(python, folder), { kind: "missing" });
});

test("a tooling without a server is an older one", async () => {
  put("__init__.py");

  assert.deepEqual(await checkTooling(python, folder), { kind: "outdated" });
});

test("a tooling with a server has a version", async () => {
  put("__init__.py");
  put("server/__init__.py");
  put("server/__main__.py", 'import sys\nprint("kohakuengine-tooling 0.1.0", *sys.argv[1:])\n');

  assert.deepEqual(await checkTooling(python, folder), {
    kind: "installed",
    version: "kohakuengine-tooling 0.1.0 --version",
  });
});

test("a tooling that fails says why", async () => {
  put("__init__.py", 'raise SystemExit("no room left")\n');

  assert.deepEqual(await checkTooling(python, folder), { kind: "broken", said: "no room left" });
});

test("a Python that is not there says so", async () => {
  const absent = { command: path.join(folder, "python"), args: [], from: "setting" };

  const tooling = await checkTooling(absent, folder);

  assert.equal(tooling.kind, "broken");
  assert.match(tooling.kind === "broken" ? tooling.said : "", /ENOENT/);
});

test("a library that the tooling lacks is no missing tooling", () => {
  const stderr = "ModuleNotFoundError: No module named 'pygls'\n";

  assert.deepEqual(readAnswer({ isOk: false, stdout: "", stderr }), { kind: "broken", said: stderr.trim() });
});
