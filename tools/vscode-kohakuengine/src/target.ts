// The script and config that a command is about: from a code lens, the tree, a menu, or the editor.

import * as vscode from "vscode";
import type { RunRequest, Script } from "./protocol";
import type { ScriptIndex } from "./scriptIndex";
import type { TreeNode } from "./treeNode";

/** What VS Code hands to a command: a line of the tree, the file of a menu, or nothing from the palette. */
export type Origin = TreeNode | vscode.Uri | undefined;

/** A script to run; config undefined: the user is asked which. */
export interface Target {
  readonly script: vscode.Uri;
  readonly config: vscode.Uri | undefined;
}

/** Find what a command is about; undefined where there is no file, or the user picked none. */
export async function targetOf(origin: Origin, index: ScriptIndex): Promise<Target | undefined> {
  if (origin && "kind" in origin) {
    return {
      script: vscode.Uri.parse(origin.script.uri),
      config: origin.config && vscode.Uri.parse(origin.config.uri),
    };
  }
  const file = origin ?? vscode.window.activeTextEditor?.document.uri;
  if (file?.scheme !== "file") {
    void vscode.window.showInformationMessage("KohakuEngine: open a script or one of its configs first.");
    return undefined;
  }
  const owners = await index.scriptsOf(file);
  if (owners.length === 0) {
    return { script: file, config: undefined };
  }
  const owner = await pickScript(owners);
  return owner && { script: vscode.Uri.parse(owner.uri), config: file };
}

/** Ask for the config to run a script with; null is none, undefined that the user left. */
export async function pickConfig(
  script: vscode.Uri,
  index: ScriptIndex,
): Promise<vscode.Uri | null | undefined> {
  const configs = (await index.scriptAt(script))?.configs ?? [];
  if (configs.length === 0) {
    return null;
  }
  const items = configs.map((config) => ({
    label: config.name,
    description: config.entries.map((entry) => entry.name).join(", "),
    iconPath: new vscode.ThemeIcon("settings-gear"),
    config: vscode.Uri.parse(config.uri) as vscode.Uri | null,
  }));
  const plain = { label: "Without a config", iconPath: new vscode.ThemeIcon("play"), config: null };
  const placeHolder = `Run ${vscode.workspace.asRelativePath(script)} with ...`;
  return (await vscode.window.showQuickPick([...items, plain], { placeHolder }))?.config;
}

/** What a code lens of the server asks for. */
export function targetOfRequest({ script, config }: RunRequest): {
  script: vscode.Uri;
  config: vscode.Uri | null;
} {
  return { script: vscode.Uri.parse(script), config: config === null ? null : vscode.Uri.parse(config) };
}

/** Where a user would type a command about a file. */
export function folderOf(file: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return (folder?.uri ?? vscode.Uri.joinPath(file, "..")).fsPath;
}

async function pickScript(scripts: readonly Script[]): Promise<Script | undefined> {
  if (scripts.length === 1) {
    return scripts[0];
  }
  const items = scripts.map((script) => ({ label: script.name, script }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "This config is for several scripts" }))
    ?.script;
}
