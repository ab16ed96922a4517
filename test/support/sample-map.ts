/** Maps to draw, made from scripts by the same steps as in the editor, but for the connection between them. */
import { buildMap } from '../../client/src/map/build-model.ts';
import type {
  InventoryData,
  LocationData,
  MachineData,
} from '../../client/src/map/inventory-data.ts';
import { analyze } from '../../server/src/service/analyze.ts';
import { inventoryOf } from '../../server/src/service/inventory.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings.ts';
import type { FilePlace } from '../../server/src/text/file-set.ts';
import type { MapModel } from '../../webview/src/map-model.ts';

/** Says every sentence as it is written, with its arguments. */
export const ENGLISH = {
  t: (message: unknown, ...args: readonly unknown[]): string =>
    String(message).replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole)),
};

/** What the server would tell of scripts, by their paths. */
export function inventoryFrom(scripts: Readonly<Record<string, string>>): InventoryData {
  return {
    machines: Object.entries(scripts).flatMap(([path, text]) => {
      const analysis = analyze({ text, languageId: 'shellscript', path }, DEFAULT_SETTINGS);
      const locate = (place: FilePlace | undefined): LocationData | undefined => {
        if (place === undefined) return undefined;
        const position = (offset: number) => {
          const before = text.slice(0, offset).split('\n');
          return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
        };
        const range = { start: position(place.at.start), end: position(place.at.end) };
        return { uri: `file://${path}`, range };
      };
      return inventoryOf(analysis).map(
        (machine): MachineData => ({
          ...machine,
          uri: `file://${path}`,
          location: locate(machine.at),
          monitors: machine.monitors.map((it) => ({ ...it, location: locate(it.at) })),
          chardevs: machine.chardevs.map((it) => ({ ...it, location: locate(it.at) })),
        }),
      );
    }),
  };
}

/** The map of scripts, by their paths. */
export function mapOf(scripts: Readonly<Record<string, string>>): MapModel {
  return buildMap(inventoryFrom(scripts), (uri) => uri.replace('file:///', ''), ENGLISH).model;
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
    'kvm -name build -monitor null -gdb tcp::1234 -mon chardev="$CHARDEV"\n' +
    'kvm -m 2G -nodefaults\n',
};
