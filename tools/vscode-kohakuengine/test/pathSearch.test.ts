import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { findOnPath } from "../src/pathSearch";

let root = "";

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "kogine-path-"));
});

afterEach(() => rmSync(root, { recursive: true }));

function put(name: string, { mode = 0o755, text = "#!/bin/sh\n" } = {}): string {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

function searchPath(...folders: string[]): string {
  return folders.map((folder) => path.join(root, folder)).join(path.delimiter);
}

test("python3 comes before python, wherever they are", () => {
  put("a/python");
  const python3 = put("b/python3");

  assert.equal(findOnPath(searchPath("a", "b"), "linux"), python3);
});

test("python is found where there is no python3", () => {
  const python = put("b/python");

  assert.equal(findOnPath(searchPath("a", "b"), "linux"), python);
});

test("what cannot be started is passed over", () => {
  put("a/python3", { mode: 0o644 });
  mkdirSync(path.join(root, "b", "python3"), { recursive: true });
  const python3 = put("c/python3");

  assert.equal(findOnPath(searchPath("a", "b", "c"), "linux"), python3);
});

test("folders relative to where one happens to be are passed over", () => {
  put("python3");
  const here = path.relative(process.cwd(), root);

  assert.equal(findOnPath(["", ".", here].join(path.delimiter), "linux"), undefined);
});

test("on Windows a link to the store is passed over", () => {
  put("store/python.exe", { text: "" });
  const launcher = put("launcher/py.exe");

  assert.equal(findOnPath(searchPath("store", "launcher"), "win32"), launcher);
});
