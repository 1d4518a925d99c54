import assert from "node:assert/strict";
import { test } from "node:test";
import type * as vscode from "vscode";
import { chooseInterpreter, type InterpreterSource, isSameInterpreter } from "../src/interpreter";
import { type EnvironmentsApi, environmentsSource } from "../src/pythonEnvironments";
import { type PythonApi, pythonSource } from "../src/pythonExtension";

// The extensions for Python cannot be had here: these say what their APIs are documented to say.

const scope = { fsPath: "/work" } as vscode.Uri;
const unheard = () => ({ dispose: () => {} });

function environments(answer: Awaited<ReturnType<EnvironmentsApi["getEnvironment"]>>): EnvironmentsApi {
  return { getEnvironment: async () => answer, onDidChangeEnvironment: unheard };
}

function python(executable: string | undefined): PythonApi {
  const uri = executable === undefined ? undefined : ({ fsPath: executable } as vscode.Uri);
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ path: "/conda/envs/bare" }),
      resolveEnvironment: async () => ({ executable: { uri } }),
      onDidChangeActiveEnvironmentPath: unheard,
    },
  };
}

function source(name: string, command: string | undefined): InterpreterSource {
  return { name, find: async () => (command === undefined ? undefined : { command, args: [] }) };
}

const unexpected = (one: InterpreterSource, error: unknown) => assert.fail(`${one.name}: ${error}`);

test("the first source that names a Python decides", async () => {
  const sources = [
    source("extension", undefined),
    source("setting", "/a/python"),
    source("PATH", "/b/python"),
  ];

  const choice = await chooseInterpreter(sources, unexpected);

  assert.deepEqual(choice, {
    interpreter: { command: "/a/python", args: [], from: "setting" },
    source: sources[1],
  });
});

test("a source that fails is told of, and the next one is asked", async () => {
  const broken = { name: "extension", find: () => Promise.reject(new Error("no discovery")) };
  const failures: unknown[] = [];

  const choice = await chooseInterpreter([broken, source("PATH", "/b/python")], (one, error) =>
    failures.push([one.name, String(error)]),
  );

  assert.deepEqual(choice.interpreter, { command: "/b/python", args: [], from: "PATH" });
  assert.deepEqual(failures, [["extension", "Error: no discovery"]]);
});

test("without a Python there is no interpreter and nobody to ask for another", async () => {
  assert.deepEqual(await chooseInterpreter([source("PATH", undefined)], unexpected), {
    interpreter: undefined,
    source: undefined,
  });
});

test("Python Environments is asked for the activated form, with its words", async () => {
  const api = environments({
    execInfo: {
      run: { executable: "/conda/envs/a/bin/python" },
      activatedRun: { executable: "conda", args: ["run", "--name", "a", "python"] },
    },
  });

  assert.deepEqual(await environmentsSource(api, scope).find(), {
    command: "conda",
    args: ["run", "--name", "a", "python"],
  });
});

test("Python Environments names the plain form where there is no other", async () => {
  const api = environments({ execInfo: { run: { executable: "/venv/bin/python" } } });

  assert.deepEqual(await environmentsSource(api, scope).find(), { command: "/venv/bin/python", args: [] });
});

for (const [name, api] of [
  ["is not installed", undefined],
  ["has chosen none", environments(undefined)],
  ["does not know yet how it starts", environments({})],
] as const) {
  test(`Python Environments names nothing where it ${name}`, async () => {
    assert.equal(await environmentsSource(api, scope).find(), undefined);
  });
}

test("the extension Python names the executable of the environment, not its folder", async () => {
  assert.deepEqual(await pythonSource(python("/venv/bin/python"), scope).find(), {
    command: "/venv/bin/python",
    args: [],
  });
});

test("the extension Python names nothing for an environment without a Python", async () => {
  assert.equal(await pythonSource(python(undefined), scope).find(), undefined);
  assert.equal(await pythonSource(undefined, scope).find(), undefined);
});

test("interpreters are the same by what is started, whoever names it", () => {
  const one = { command: "python", args: [], from: "PATH" };

  assert.ok(isSameInterpreter(one, { ...one, from: "setting" }));
  assert.ok(isSameInterpreter(undefined, undefined));
  assert.ok(!isSameInterpreter(one, { ...one, args: ["-X", "dev"] }));
  assert.ok(!isSameInterpreter(one, undefined));
});
