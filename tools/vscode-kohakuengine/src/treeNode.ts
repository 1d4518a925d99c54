// What stands in the tree of scripts, as plain data.

import type { Range } from "vscode-languageserver-types";
import type { Config, Entry, Parameter, Script } from "./protocol";

/** A line of the tree. */
export interface TreeNode {
  readonly kind: "script" | "config" | "entry" | "parameter";
  /** Stays the same when the file is edited, so that what was open stays open. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly doc?: string;
  readonly uri: string;
  /** Where a click goes. */
  readonly range: Range;
  /** The script that it belongs to, and what of it the node is. */
  readonly script: Script;
  readonly config?: Config;
}

const top: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const parameterIcons: Readonly<Record<string, string>> = {
  global: "symbol-variable",
  member: "symbol-field",
  read: "symbol-constant",
  option: "terminal",
  path: "symbol-field",
  argument: "symbol-parameter",
};

/** The scripts that have something to show, by name. */
export function rootsOf(scripts: readonly Script[]): TreeNode[] {
  return scripts
    .filter((script) => script.parameters.length > 0 || script.configs.length > 0)
    .map(scriptNode)
    .sort((one, other) => one.label.localeCompare(other.label));
}

export function childrenOf({ kind, script, config }: TreeNode): TreeNode[] {
  if (kind === "script") {
    const configs = script.configs.map((one) => configNode(script, one));
    return [...configs, ...script.parameters.map((one) => parameterNode(script, one))];
  }
  return kind === "config" && config
    ? config.entries.map((one, index) => entryNode(script, config, one, index))
    : [];
}

function scriptNode(script: Script): TreeNode {
  const count = script.configs.length;
  return {
    kind: "script",
    id: script.uri,
    label: script.name,
    description: count === 0 ? "" : `${count} config${count === 1 ? "" : "s"}`,
    icon: "file-code",
    uri: script.uri,
    range: top,
    script,
  };
}

function configNode(script: Script, config: Config): TreeNode {
  return {
    kind: "config",
    id: `${script.uri} config ${config.uri}`,
    label: config.name,
    description: "",
    icon: "settings-gear",
    uri: config.uri,
    range: config.entries[0]?.range ?? top,
    script,
    config,
  };
}

/** A name may be set twice: by two configs of a sweep. */
function entryNode(script: Script, config: Config, entry: Entry, index: number): TreeNode {
  return {
    kind: "entry",
    id: `${script.uri} config ${config.uri} ${index} ${entry.name}`,
    label: entry.name,
    description: `= ${entry.value}`,
    icon: "symbol-property",
    uri: config.uri,
    range: entry.range,
    script,
    config,
  };
}

function parameterNode(script: Script, parameter: Parameter): TreeNode {
  return {
    kind: "parameter",
    id: `${script.uri} ${parameter.kind} ${parameter.name}`,
    label: parameter.name,
    description: [parameter.type && `: ${parameter.type}`, parameter.default && `= ${parameter.default}`]
      .filter(Boolean)
      .join(" "),
    icon: parameterIcons[parameter.kind] ?? "symbol-variable",
    ...(parameter.doc ? { doc: parameter.doc } : {}),
    uri: script.uri,
    range: parameter.range,
    script,
  };
}
