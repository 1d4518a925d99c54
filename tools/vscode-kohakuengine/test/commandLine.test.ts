import assert from "node:assert/strict";
import { test } from "node:test";
import { asText, inspectLine, installLine, runLine, runsLine, serverLine } from "../src/commandLine";

const python = { command: "/venv/bin/python", args: [], from: "PATH" };
const conda = { command: "conda", args: ["run", "python"], from: "Python Environments" };

test("the server is started by the module's name, after the words of its Python", () => {
  assert.deepEqual(serverLine(conda, "--version"), {
    title: "KohakuEngine language server",
    program: "conda",
    args: ["run", "python", "-m", "kohakuengine_tooling.server", "--version"],
  });
});

test("a script is run as a user would type it in the folder", () => {
  assert.deepEqual(runLine(python, "/work/a/train.py", "/work/a/train_config.py", "/work"), {
    title: "Run train.py",
    program: "/venv/bin/python",
    args: ["-m", "kohakuengine.cli", "run", "a/train.py", "--config", "a/train_config.py"],
    folder: "/work",
  });
});

test("without a config none is named", () => {
  assert.deepEqual(runLine(python, "/work/train.py", undefined, "/work").args, [
    "-m",
    "kohakuengine.cli",
    "run",
    "train.py",
  ]);
});

test("what lies outside of the folder keeps its path, and a dash begins no option", () => {
  const { args } = runLine(python, "/work/-odd.py", "/configs/small.py", "/work");

  assert.deepEqual(args.slice(2), ["run", "./-odd.py", "--config", "/configs/small.py"]);
});

test("inspect shows what configs set beside the script", () => {
  assert.deepEqual(inspectLine(python, "/work/train.py", ["/work/one.py", "/work/two.py"], "/work"), {
    title: "Inspect train.py",
    program: "/venv/bin/python",
    args: ["-m", "kohakuengine.cli", "inspect", "train.py", "--config", "one.py", "--config", "two.py"],
    folder: "/work",
  });
});

test("runs are those of one script, or all", () => {
  assert.deepEqual(runsLine(python, "/work/train.py", "/work").args.slice(2), [
    "runs",
    "list",
    "--script",
    "/work/train.py",
  ]);
  assert.deepEqual(runsLine(python, undefined, undefined).args.slice(2), ["runs", "list"]);
});

test("an older tooling is upgraded, a missing one installed", () => {
  assert.equal(asText(installLine(python, false)), "/venv/bin/python -m pip install kohakuengine-tooling");
  assert.equal(
    asText(installLine(python, true)),
    "/venv/bin/python -m pip install --upgrade kohakuengine-tooling",
  );
});

test("in messages a word with spaces is in quotes", () => {
  assert.equal(
    asText({ program: "/my venv/bin/python", args: ["-m", "pip"] }),
    '"/my venv/bin/python" -m pip',
  );
});
