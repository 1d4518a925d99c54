import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

// The package and the sources name the same commands.

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const sources = readdirSync("src").map((name) => readFileSync(`src/${name}`, "utf8"));
const extension = readFileSync("src/extension.ts", "utf8");

const registered = [...extension.matchAll(/^ {4}"(kogine\.\w+)":/gm)].map((match) => match[1]);
const contributed: string[] = manifest.contributes.commands.map((one: { command: string }) => one.command);

// What the server's code lenses call, with arguments that a person cannot type.
const internal = ["kogine.run", "kogine.showConfigs"];

test("every command of the package is registered, and the other way round", () => {
  assert.deepEqual([...registered].sort(), [...contributed, ...internal].sort());
});

test("every command in a menu, a welcome or a message exists", () => {
  const menus = JSON.stringify([manifest.contributes.menus, manifest.contributes.viewsWelcome]);
  const used = [...menus.matchAll(/(?:command":"|command:)(kogine\.\w+)/g)].map((match) => match[1]);
  const said = sources.flatMap((text) =>
    [...text.matchAll(/command: "(kogine\.\w+)"/g)].map((match) => match[1]),
  );

  assert.deepEqual(
    [...used, ...said].filter((name) => !registered.includes(name ?? "")),
    [],
  );
  assert.ok(used.length > 0 && said.length > 0);
});

test("what could start another program is restricted to trusted workspaces", () => {
  const { untrustedWorkspaces } = manifest.capabilities;

  assert.equal(untrustedWorkspaces.supported, "limited");
  assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ["kogine.interpreter"]);
});
