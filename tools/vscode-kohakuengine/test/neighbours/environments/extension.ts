// A stand-in for the extension Python Environments: of its API what the extension uses, as it is documented.

import * as vscode from "vscode";
import type { EnvironmentsApi } from "../../../src/pythonEnvironments";

const { TOUR_ENVIRONMENTS = "" } = process.env;

export function activate(context: vscode.ExtensionContext): EnvironmentsApi {
  const change = new vscode.EventEmitter<void>();
  let [executable = "", ...others] = TOUR_ENVIRONMENTS.split("\n");
  const choose = () => {
    [executable = "", ...others] = others;
    change.fire();
  };
  context.subscriptions.push(change, vscode.commands.registerCommand("environments.choose", choose));
  return {
    getEnvironment: async () => ({ execInfo: { run: { executable } } }),
    onDidChangeEnvironment: change.event,
  };
}
