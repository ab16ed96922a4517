/** Maps to draw, made from scripts by the same steps as in the editor, but for the connection between them. */

import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  ALL_CHECKED,
  type Inventory,
  type InventoryMachine,
} from '../../client/src/inventory/inventory.ts';
import { languageOfFile } from '../../server/src/languages/detect.ts';
import { machinesOf } from '../../server/src/lsp/features/inventory-feature.ts';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import type { MapModel } from '../../webview/src/map-model.ts';
import './vscode-words.ts';

const { buildMap } = await import('../../client/src/map/build-model.ts');

/** What the server would tell of scripts, by their paths. */
export function inventoryFrom(scripts: Readonly<Record<string, string>>): Inventory {
  const machines = Object.entries(scripts).flatMap(([path, text]) => {
    const uri = `file://${path}`;
    const languageId = languageOfFile(path, text) || 'shellscript';
    const analysis = analyze({ text, languageId, path }, DEFAULT_SETTINGS);
    const document = TextDocument.create(uri, languageId, 1, text);
    const find = (of: string) => (of === path ? { uri, document, version: 1 } : undefined);
    return machinesOf(uri, analysis, find, { encoding: 'utf-16' });
  });
  // As it comes over the connection.
  const told = JSON.parse(JSON.stringify(machines)) as readonly InventoryMachine[];
  return {
    machines: told,
    isComplete: true,
    isRunning: false,
    limit: null,
    notChecked: ALL_CHECKED,
  };
}

/** The map of scripts, by their paths. */
export function mapOf(scripts: Readonly<Record<string, string>>): MapModel {
  return buildMap(inventoryFrom(scripts), (uri) => uri.replace('file:///', '')).model;
}

/** Something of everything. */
export const SAMPLE: Readonly<Record<string, string>> = {
  '/machines/web.sh':
    'qemu-system-x86_64 -name web -m 1G \\\n' +
    '  -monitor telnet:0.0.0.0:4444,server,nowait \\\n' +
    '  -qmp unix:/run/web-qmp.sock,server=on,wait=off \\\n' +
    '  -serial tcp:10.0.0.5:5555\n',
  '/machines/lab.sh':
    'kvm -name lab -chardev socket,id=net0,host=127.0.0.1,port="$PORT",server=on \\\n' +
    '  -chardev pty,id=line -chardev hub,id=both,chardevs.0=net0,chardevs.1=line -mon both \\\n' +
    '  -qmp unix:/tmp/lab.sock,server -serial mon:stdio\n' +
    'kvm -name second -vnc :0\n',
  '/machines/build.sh':
    'kvm -name build -monitor null -gdb tcp::1234 -mon chardev=gone\n' + 'kvm -m 2G -nodefaults\n',
};
