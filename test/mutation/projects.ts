/**
 * Random projects around a monitor on a port, whose clients are known since they are put there: the law is that a fix
 * takes each of them along or names it, and names nothing else.
 */
import { languageOfFile } from '../../server/src/languages/detect.ts';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import { findingsOf, fixesOf } from '../../server/src/service/analysis/file-findings.ts';
import { portPlacesIn } from '../../server/src/service/fixes/clients/project.ts';
import { renderFixes } from '../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { type Random, randomFor } from '../support/random.ts';

/** Lines that reach a port, by the ending of a file that holds such; `@` stands for the port. */
const CLIENTS = {
  sh: [
    'nc localhost @',
    'echo quit | nc -q1 127.0.0.1 @',
    'socat - TCP:localhost:@',
    'telnet localhost @',
    'exec 3<>/dev/tcp/localhost/@',
    'ss -ltn | grep -q ":@ "',
    'lsof -ti :@',
    'fuser -k @/tcp',
    './ctl --port @',
    './ctl --monitor-port=@',
    'MON_PORT=@ ./ctl',
    'docker run -p @:@ image',
    'ssh -L @:localhost:@ box',
    'sudo -u other nc localhost @',
    'until nc -z localhost @; do sleep 1; done',
    'p=@; nc localhost $p',
  ],
  py: [
    's.connect(("localhost", @))',
    's.connect((host, @))',
    'PORT = @',
    'qmp_port: int = @',
    'telnetlib.Telnet(HOST, @)',
    'run(port=@)',
  ],
  js: ['net.connect(@);', 'net.createConnection({ port: @ });', 'const MONITOR_PORT = @;'],
  go: ['net.Dial("tcp", "localhost:@")', 'const port = @'],
  c: ['a.sin_port = htons(@);', '#define QMP_PORT @'],
  lua: ['c:connect("127.0.0.1", @)', 'local port = @'],
  toml: ['port = @', 'address = "127.0.0.1:@"'],
  md: ['    telnet localhost @'],
  env: ['MON_PORT=@'],
  mk: ['q:\n\tnc localhost @'],
} as const;

/** Lines with the number and no client. */
const DECOYS = {
  sh: [
    'sleep @',
    '# nc localhost @',
    'nc otherhost @',
    'qemu-img -nic user,hostfwd=tcp::@-:22',
    'echo @',
  ],
  py: ['x = @', '# connect(("localhost", @))', 'rows[@]'],
  js: ['// net.connect(@)', 'const size = @;'],
  go: ['// localhost:@', 'var size = @'],
  c: ['/* localhost:@ */', 'int size = @;'],
  lua: ['-- port = @', 'x = @'],
  toml: ['# port = @', 'size = @'],
  md: ['It has @ lines.', '- fixes #@'],
  env: ['# MON_PORT=@', 'SIZE=@'],
  mk: ['# nc localhost @', 'SIZE = @'],
} as const;

type Ending = keyof typeof CLIENTS;
const ENDINGS = Object.keys(CLIENTS) as [Ending, ...Ending[]];

/** A project, and the places of its clients: `tools/a.sh:3`. */
interface RandomProject {
  readonly files: ReadonlyMap<string, string>;
  readonly clients: ReadonlySet<string>;
}

function randomProject(random: Random): RandomProject {
  const port = String(1024 + random.int(60_000));
  const files = new Map<string, string>();
  const clients = new Set<string>();
  const option = random.pick(['-monitor', '-qmp']);
  const scheme = random.pick(['tcp', 'telnet']);
  const host = random.pick(['127.0.0.1', 'localhost', '0.0.0.0', '']);
  const flags = random.pick(['server,nowait', 'server=on,wait=off']);
  const run = `#!/bin/sh\nqemu-system-x86_64 -name vm ${option} ${scheme}:${host}:${port},${flags} &\n`;
  files.set('/w/run.sh', run);
  for (let count = random.int(4); count >= 0; count--) {
    const ending = random.pick(ENDINGS);
    const path = `/w/${random.pick(['', 'a/', 'a/b/'])}f${count}.${ending}`;
    const lines: string[] = [];
    for (let left = random.int(4); left >= 0; left--) {
      const isClient = random.chance(0.4);
      const [first, ...others] = (isClient ? CLIENTS : DECOYS)[ending];
      const text = random.pick<string>([first, ...others]).replaceAll('@', port);
      lines.push(...text.split('\n'));
      if (isClient) clients.add(`${path}:${lines.length}`);
      if (random.chance(0.3)) lines.push('');
    }
    files.set(path, lines.map((line) => `${line}\n`).join(''));
  }
  return { files, clients };
}

/** The sentence that says which client of a random project a fix cuts off without a word, or names for no reason. */
export function judgeProject(seed: number, index: number): string | undefined {
  const { files, clients } = randomProject(randomFor(seed, index));
  const read = (path: string) => {
    const text = files.get(path) ?? '';
    const languageId = languageOfFile(path, text);
    return languageId === undefined
      ? undefined
      : analyze({ path, text, languageId, wantsClients: true }, DEFAULT_SETTINGS);
  };
  const project = {
    isWhole: true,
    placesOf: (port: string) =>
      [...files].flatMap(([path, text]) => portPlacesIn(path, text, port)),
    analysisOf: read,
  };
  const analysis = read('/w/run.sh');
  const [finding] = analysis ? findingsOf('/w/run.sh', analysis, []) : [];
  const fixes = finding
    ? fixesOf(finding, (of) => renderFixes(of, DEFAULT_SETTINGS, [], 'all', project))
    : [];
  const fix = fixes.find(({ id }) => id === 'switch-to-unix');
  if (fix === undefined) return 'there is no switch';
  const named = new Set((fix.clients ?? []).map(({ path, line }) => `${path}:${line}`));
  const show = () => [...files].map(([path, text]) => `--- ${path}\n${text}`).join('');
  for (const client of clients) {
    const [path = '', line = ''] = client.split(':');
    const text = files.get(path) ?? '';
    const edits = fix.edits.filter((edit) => edit.path === path);
    const after = applyEdits(text, edits)?.split('\n')[Number(line) - 1];
    const isMoved = after !== text.split('\n')[Number(line) - 1] && after?.includes('.sock');
    if (!isMoved && !named.has(client)) return `${client} is cut off\n${show()}`;
    if (isMoved && named.has(client)) return `${client} moves and is named\n${show()}`;
  }
  for (const place of named) {
    if (!clients.has(place)) return `${place} is named for no reason\n${show()}`;
  }
  if (fix.safety === 'safe' && named.size > 0) return `it is called safe\n${show()}`;
  return undefined;
}
