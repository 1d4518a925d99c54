// The extension: its parts, made and joined.

import * as vscode from "vscode";
import { showAbsence } from "./absenceMessage";
import { showCommandMenu } from "./commandMenu";
import { ConfigCommands } from "./configCommands";
import { onInterpreterChange, openInterpreterSetting } from "./interpreterSources";
import { LanguageServer } from "./languageServer";
import { RenameOrder } from "./renameOrder";
import { RunCommands } from "./runCommands";
import { ScriptIndex } from "./scriptIndex";
import { ScriptTree } from "./scriptTree";
import { StatusItem } from "./statusItem";

let server: LanguageServer | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("KohakuEngine", { log: true });
  server = new LanguageServer(output, context.extensionPath);
  const index = new ScriptIndex(server);
  const treeDataProvider = new ScriptTree(index);
  context.subscriptions.push(
    output,
    server,
    index,
    new RenameOrder(server),
    vscode.window.createTreeView("kogine.scripts", { treeDataProvider, showCollapseAll: true }),
    ...shownStates(server, output),
    ...registeredCommands(server, index, output),
  );
  void server.restart();
  context.subscriptions.push(await onInterpreterChange(() => void server?.follow()));
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

function shownStates(server: LanguageServer, output: vscode.LogOutputChannel): vscode.Disposable[] {
  const status = new StatusItem();
  return [
    status,
    server.onState((state) => {
      status.show(state);
      void vscode.commands.executeCommand("setContext", "kogine.state", state.kind);
    }),
    server.onAbsence((absence) => void showAbsence(absence, output)),
  ];
}

function registeredCommands(
  server: LanguageServer,
  index: ScriptIndex,
  output: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const runs = new RunCommands(server, index);
  const configs = new ConfigCommands(server, index);
  const commands: Record<string, (...args: never[]) => unknown> = {
    "kogine.run": runs.run.bind(runs),
    "kogine.runWithConfig": runs.runWithConfig.bind(runs),
    "kogine.inspect": runs.inspect.bind(runs),
    "kogine.showRuns": runs.showRuns.bind(runs),
    "kogine.installTooling": runs.installTooling.bind(runs),
    "kogine.createConfigFile": configs.create.bind(configs),
    "kogine.showConfigs": configs.showConfigs.bind(configs),
    "kogine.restart": () => server.restart(),
    "kogine.chooseInterpreter": () =>
      vscode.commands.executeCommand(...(server.chooser ?? openInterpreterSetting())),
    "kogine.refreshScripts": () => index.refresh(),
    "kogine.showOutput": () => output.show(),
    "kogine.showCommands": showCommandMenu,
  };
  return Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(name, command));
}
