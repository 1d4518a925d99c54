// Everybody who may name a Python, best first.

import * as os from "node:os";
import * as vscode from "vscode";
import type { InterpreterSource } from "./interpreter";
import { findOnPath } from "./pathSearch";
import { type EnvironmentsApi, environmentsExtensionId, environmentsSource } from "./pythonEnvironments";
import { type PythonApi, pythonExtensionId, pythonSource } from "./pythonExtension";

/** The command that opens the setting: of the machine that VS Code works on, where that is another one than its window's. */
export function openInterpreterSetting(): readonly [command: string, ...args: unknown[]] {
  const place = vscode.env.remoteName === undefined ? "openSettings" : "openRemoteSettings";
  return [`workbench.action.${place}`, { query: "@id:kogine.interpreter" }];
}

/** List the sources: the extensions for Python, the setting, PATH. */
export async function interpreterSources(): Promise<InterpreterSource[]> {
  const scope = vscode.workspace.workspaceFolders?.[0]?.uri;
  return [
    environmentsSource(await exportsOf<EnvironmentsApi>(environmentsExtensionId), scope),
    pythonSource(await exportsOf<PythonApi>(pythonExtensionId), scope),
    settingSource(vscode.workspace.getConfiguration("kogine", scope).get<string>("interpreter", "")),
    pathSource(process.env.PATH ?? ""),
  ];
}

/** Call back when another environment was chosen, or another value set. */
export async function onInterpreterChange(changed: () => void): Promise<vscode.Disposable> {
  const environments = await exportsOf<EnvironmentsApi>(environmentsExtensionId);
  const python = await exportsOf<PythonApi>(pythonExtensionId);
  const listening = [
    environments?.onDidChangeEnvironment(changed),
    python?.environments.onDidChangeActiveEnvironmentPath(changed),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("kogine.interpreter")) {
        changed();
      }
    }),
  ];
  return vscode.Disposable.from(...listening.filter((one) => one !== undefined));
}

function settingSource(value: string): InterpreterSource {
  return {
    name: "the setting kogine.interpreter",
    choose: openInterpreterSetting(),
    find: async () =>
      value.trim() ? { command: value.trim().replace(/^~(?=[/\\])/, os.homedir()), args: [] } : undefined,
  };
}

function pathSource(searchPath: string): InterpreterSource {
  return {
    name: "PATH",
    choose: openInterpreterSetting(),
    async find() {
      const command = findOnPath(searchPath);
      return command ? { command, args: [] } : undefined;
    },
  };
}

/** Activate another extension and return its API; undefined where it is absent, gives none, or fails, which VS Code tells. */
async function exportsOf<Api>(id: string): Promise<Api | undefined> {
  try {
    return await vscode.extensions.getExtension<Api | undefined>(id)?.activate();
  } catch {
    return undefined;
  }
}
