// The commands about configs: write one, show those that there are.

import * as vscode from "vscode";
import { ExecuteCommandRequest, type Location, type Position } from "vscode-languageclient";
import type { LanguageServer } from "./languageServer";
import { createConfigCommand } from "./protocol";
import type { ScriptIndex } from "./scriptIndex";
import { type Origin, targetOf } from "./target";

export class ConfigCommands {
  constructor(
    private readonly server: LanguageServer,
    private readonly index: ScriptIndex,
  ) {}

  /** Let the server write a config for a script, and open it. */
  async create(origin: Origin): Promise<void> {
    const target = await targetOf(origin, this.index);
    const client = this.server.client;
    if (!target || !client) {
      return;
    }
    const created: unknown = await client.sendRequest(ExecuteCommandRequest.type, {
      command: createConfigCommand,
      arguments: [target.script.toString()],
    });
    if (typeof created === "string") {
      await vscode.window.showTextDocument(vscode.Uri.parse(created));
    }
  }

  /** Peek at the configs that a code lens counts; the arguments come from the server, as JSON. */
  async showConfigs(uri: string, position: Position, locations: Location[]): Promise<void> {
    const convert = this.server.client?.protocol2CodeConverter;
    if (convert) {
      await vscode.commands.executeCommand(
        "editor.action.showReferences",
        convert.asUri(uri),
        convert.asPosition(position),
        locations.map((location) => convert.asLocation(location)),
      );
    }
  }
}
