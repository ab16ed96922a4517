/** A socket that moves to a private directory, and who else names it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { type CheckOptions, firstFixes } from '../../support/check.ts';

const RUN = '${XDG_RUNTIME_DIR:-$HOME}';
const STAYS =
  /other text here names the old place and must be changed by hand$|still uses? the old address$/;

/** The only finding's fix, applied. */
function moved(text: string, options: CheckOptions = {}) {
  const [fix] = firstFixes(text, options);
  assert.ok(fix);
  return { ...fix, text: applyEdits(text, fix.edits) ?? assert.fail('the edits overlap') };
}

function moves(before: string, after: string, options: CheckOptions = {}): void {
  const { text, preferred, risk } = moved(before, options);
  assert.equal(text, after);
  assert.equal(preferred, true);
  assert.doesNotMatch(risk, STAYS);
}

function leavesSome(before: string, after: string, options: CheckOptions = {}): void {
  const { text, preferred, risk } = moved(before, options);
  assert.equal(text, after);
  assert.equal(preferred, false);
  assert.match(risk, STAYS);
}

const LAUNCH = 'kvm -qmp unix:/tmp/q.sock,server,nowait &\n';
const LAUNCHED = `kvm -qmp unix:"${RUN}"/q.sock,server,nowait &\n`;

it('A monitor in a variable is quoted wherever a machine has it', () => {
  moves(
    'MON=tcp::1,server\nif a; then kvm -monitor $MON; else kvm -S -qmp $MON; fi\n',
    'MON="unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"\nif a; then kvm -monitor "$MON"; else kvm -S -qmp "$MON"; fi\n',
  );
});

describe('a socket that leaves a shared directory', () => {
  it('takes along who names it, in whatever quotes', () => {
    moves(
      `${LAUNCH}nc -U /tmp/q.sock\nsocat - "UNIX-CONNECT:/tmp/q.sock"\nqmp-shell '/tmp/q.sock'\n`,
      `${LAUNCHED}nc -U "${RUN}"/q.sock\nsocat - "UNIX-CONNECT:${RUN}/q.sock"\nqmp-shell ''"${RUN}"'/q.sock'\n`,
    );
    moves(
      `rm -f /tmp/q.sock\n${LAUNCH}until [ -S /tmp/q.sock ]; do sleep 1; done\n`,
      `rm -f "${RUN}"/q.sock\n${LAUNCHED}until [ -S "${RUN}"/q.sock ]; do sleep 1; done\n`,
    );
    moves(
      `${LAUNCH}echo "Use nc -U /tmp/q.sock"\n[[ -S /tmp/q.sock ]] && x=\${S:-/tmp/q.sock}\n`,
      `${LAUNCHED}echo "Use nc -U ${RUN}/q.sock"\n[[ -S "${RUN}"/q.sock ]] && x=\${S:-"${RUN}"/q.sock}\n`,
    );
    moves(`${LAUNCH}cat <"/tmp/q.sock" >log\n`, `${LAUNCHED}cat <"${RUN}/q.sock" >log\n`);
  });

  it('stays where a variable for eval is used without it too', () => {
    const line = 'S=/tmp/q.sock\nLINE="kvm -qmp unix:$S,server"\neval "$LINE"\n';
    const after = line.replace('/tmp', `'"\${XDG_RUNTIME_DIR:-$HOME}"'`);
    moves(line, after);
    const text = `${line}rm -f "$S"\n`;
    assert.deepEqual(firstFixes(text), []);
    moves(
      `${line.replace('eval "$LINE"', '$LINE')}rm $S\n`,
      `S="${RUN}"/q.sock\n${line.split('\n')[1]}\n$LINE\nrm $S\n`,
    );
  });

  it('takes along other machines in strings that are read again, as the fix there would', () => {
    const again = `\\"\\\${XDG_RUNTIME_DIR:-\\$HOME}\\"`;
    const branches = (path: string) =>
      `if [ "$1" ]; then\n  CMD="kvm -S -qmp unix:${path}/q.sock,server"\nelse\n  CMD="kvm -qmp unix:${path}/q.sock,server"\nfi\neval "nohup $CMD &"\n`;
    moves(branches('/tmp'), branches(again));
    const single = (path: string) =>
      `A='kvm -qmp unix:${path}/q.sock,server'\nB='kvm -S -qmp unix:${path}/q.sock,server'\neval "$A" & eval "$B"\n`;
    moves(single('/tmp'), single(`"${RUN}"`));
    const variable = (path: string, use: string) =>
      `kvm -qmp unix:${path}/q.sock,server &\nSOCK=${path}/q.sock\nkvm -S -qmp unix:${use},server\n`;
    moves(variable('/tmp', '$SOCK'), variable(`"${RUN}"`, '"$SOCK"'));
  });

  it('leaves who names it in a string that may be read again', () => {
    for (const client of [
      'ASK="nc -U /tmp/q.sock"\neval "$ASK"',
      'bash -c "nc -U /tmp/q.sock"',
      'trap "rm -f /tmp/q.sock" EXIT',
      'eval nc -U /tmp/q.sock',
      'eval "$NC -U /tmp/q.sock"',
      'eval "nc -U /tmp/q.sock"',
      'echo "nc -U /tmp/q.sock" | sh',
      "printf 'nc -U /tmp/q.sock\\n' | sh",
    ]) {
      leavesSome(`${LAUNCH}${client}\n`, `${LAUNCHED}${client}\n`);
    }
  });

  it('takes along who writes the same variables into the name, and names who does so in a string', () => {
    const launch = 'kvm -qmp unix:/tmp/$VM-q.sock,server,nowait &\n';
    const launched = `kvm -qmp unix:"${RUN}"/$VM-q.sock,server,nowait &\n`;
    const client = (path: string) => `nc -U ${path}/$VM-q.sock\nrm ${path}/\${VM}-q.sock\n`;
    for (const before of ['', 'VM=a\n']) {
      const all = (path: string, start: string) => `${before}${start}${client(path)}`;
      moves(all('/tmp', launch), all(`"${RUN}"`, launched));
      const string = `bash -c "socat - 'UNIX:/tmp/\${VM}-q.sock'"\n`;
      leavesSome(`${before}${launch}${string}`, `${before}${launched}${string}`);
    }
    const other = 'nc -U /tmp/$VM-q.sock2 /tmp/$X-m.sock # /tmp/$VM-q.sock\n';
    moves(`${launch}${other}`, `${launched}${other}`);
    const variable = 'S=/tmp/$VM.sock\nkvm -qmp "unix:$S,server" &\nnc -U "$S"\n';
    moves(variable, variable.replace('/tmp', `"${RUN}"`));
  });

  it('takes along who names it from another folder than the script’s own, where others must find it', () => {
    const script = (path: string) =>
      `D=$(mktemp -d)\nkvm -qmp unix:${path}/q.sock,server,nowait -D "$D"/log &\nnc -U ${path}/q.sock\n`;
    moves(script('/tmp'), script(`"${RUN}"`));
  });

  it('leaves other names, and comments', () => {
    moves(
      `${LAUNCH}ls /tmp/q.sock2 /var/tmp/q.sock /tmp/q.sock.old /tmp # /tmp/q.sock\n`,
      `${LAUNCHED}ls /tmp/q.sock2 /var/tmp/q.sock /tmp/q.sock.old /tmp # /tmp/q.sock\n`,
    );
  });

  it('needs no changed client if a variable holds the path', () => {
    const script = (path: string) => `S=${path}\nkvm -qmp "unix:$S,server" &\nnc -U "$S"\n`;
    moves(script('/tmp/q.sock'), script(`"${RUN}"/q.sock`));
  });

  it('says where the variable of a directory is used for other things, which move too', () => {
    const script = (dir: string, other: string) =>
      `DIR=${dir}\nkvm -qmp "unix:$DIR/q.sock,server" ${other} &\nnc -U \${DIR}/q.sock\n`;
    moves(script('/tmp', '-S'), script(`"${RUN}"`, '-S'));
    for (const other of ['-pidfile "$DIR/pid"', '-L $DIR', '-D "${DIR}/q.sock.log"']) {
      const { text, preferred, risk } = moved(script('/tmp', other));
      // Its words are a QEMU's, so that this use of the variable gets quotes too.
      assert.equal(text, script(`"${RUN}"`, other.replace(/ (\$DIR)$/, ' "$1"')));
      assert.equal(preferred, false);
      assert.match(risk, /the variable is used for other things too, and they move as well$/);
    }
  });

  it('says where something stays behind, and is not preferred then', () => {
    leavesSome(`${LAUNCH}trap 'rm /tmp/q.sock' EXIT\n`, `${LAUNCHED}trap 'rm /tmp/q.sock' EXIT\n`);
    const help = "cat <<'END'\nnc -U /tmp/q.sock\nEND\n";
    leavesSome(`${LAUNCH}${help}`, `${LAUNCHED}${help}`);
    const domain = (path: string) =>
      `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>x</name><title>nc -U /tmp/q.sock</title><!-- /tmp/q.sock --><q:commandline><q:arg value='-qmp'/><q:arg value='unix:${path}/q.sock,server'/></q:commandline></domain>\n`;
    leavesSome(domain('/tmp'), domain('/var/lib/libvirt/qemu'), { languageId: 'xml' });
  });

  it('moves alone in a config file and a domain', () => {
    const config = (path: string) =>
      `[chardev "m"]\n  backend = "socket"\n  path = "${path}"\n  server = "on"\n[mon]\n  chardev = "m"\n`;
    moves(config('/tmp/q.sock'), config('./q.sock'), { languageId: 'qemu-config' });
    const args = (path: string) => `LC_ALL=C \\\nkvm \\\n-qmp unix:${path}/q.sock,server \\\n-S\n`;
    moves(args('/tmp'), args('/var/lib/libvirt/qemu'), { languageId: 'qemu-args' });
  });
});

describe('an abstract socket that gets a path', () => {
  const script = (client: string) =>
    `kvm -qmp unix:q,abstract=on,server,nowait &\nsocat - ${client}\n`;

  it('is not preferred where a client names it in the same script', () => {
    const { preferred, risk } = moved(script('ABSTRACT-CONNECT:q'));
    assert.equal(preferred, false);
    assert.match(risk, STAYS);
  });

  it('is preferred if the name belongs to another program', () => {
    assert.equal(moved(script('ABSTRACT-CONNECT:q2')).preferred, true);
    assert.equal(moved(script('UNIX-CONNECT:q')).preferred, true);
  });
});
