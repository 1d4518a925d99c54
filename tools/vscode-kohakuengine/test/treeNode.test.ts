import assert from "node:assert/strict";
import { test } from "node:test";
import type { Config, Script } from "../src/protocol";
import { childrenOf, rootsOf } from "../src/treeNode";

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function at(line: number) {
  return { start: { line, character: 0 }, end: { line, character: 2 } };
}

const config: Config = {
  uri: "file:///work/train_config.py",
  name: "train_config.py",
  entries: [
    { name: "lr", value: "0.1", range: at(3) },
    { name: "lr", value: "0.2", range: at(4) },
  ],
};

const train: Script = {
  uri: "file:///work/train.py",
  name: "train.py",
  parameters: [
    { name: "lr", kind: "global", type: "float", default: "1e-3", doc: "peak learning rate", range: at(5) },
    { name: "device", kind: "read", type: null, default: null, doc: null, range: at(9) },
  ],
  configs: [config],
};

test("a script shows how many configs it has", () => {
  assert.deepEqual(rootsOf([train]), [
    {
      kind: "script",
      id: "file:///work/train.py",
      label: "train.py",
      description: "1 config",
      icon: "file-code",
      uri: "file:///work/train.py",
      range: top,
      script: train,
    },
  ]);
});

test("scripts are in order, and those with nothing to show are left out", () => {
  const other = { ...train, uri: "file:///work/a.py", name: "a.py", configs: [] };
  const empty = { ...other, uri: "file:///work/b.py", name: "b.py", parameters: [] };

  assert.deepEqual(
    rootsOf([train, empty, other]).map(({ label, description }) => [label, description]),
    [
      ["a.py", ""],
      ["train.py", "1 config"],
    ],
  );
});

test("beneath a script stand its configs, then what can be set in it", () => {
  const [root] = rootsOf([train]);
  assert.ok(root);

  assert.deepEqual(childrenOf(root), [
    {
      kind: "config",
      id: "file:///work/train.py config file:///work/train_config.py",
      label: "train_config.py",
      description: "",
      icon: "settings-gear",
      uri: config.uri,
      range: at(3),
      script: train,
      config,
    },
    {
      kind: "parameter",
      id: "file:///work/train.py global lr",
      label: "lr",
      description: ": float = 1e-3",
      icon: "symbol-variable",
      doc: "peak learning rate",
      uri: train.uri,
      range: at(5),
      script: train,
    },
    {
      kind: "parameter",
      id: "file:///work/train.py read device",
      label: "device",
      description: "",
      icon: "symbol-constant",
      uri: train.uri,
      range: at(9),
      script: train,
    },
  ]);
});

test("beneath a config stands what it sets, a name that is set twice too", () => {
  const [root] = rootsOf([train]);
  assert.ok(root);
  const [node] = childrenOf(root);
  assert.ok(node);

  const entries = childrenOf(node);

  assert.deepEqual(
    entries.map(({ label, description, range }) => [label, description, range]),
    [
      ["lr", "= 0.1", at(3)],
      ["lr", "= 0.2", at(4)],
    ],
  );
  assert.equal(new Set(entries.map(({ id }) => id)).size, 2);
  assert.deepEqual(entries.flatMap(childrenOf), []);
});
