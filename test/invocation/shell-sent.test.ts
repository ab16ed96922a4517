import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShellScript } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { spanOf } from '../../server/src/text/mapped-text.ts';

/** What a script sends: the language and the text, with `?` for each unknown piece. */
function sent(script: string): readonly string[] {
  return lowerShellScript(readShell(script)).flatMap((invocation) => {
    if (invocation.kind !== 'sent') return [];
    return invocation.texts.map(({ language, text }) => {
      return `${language ?? '-'} ${text.decoded.replaceAll('\uFFFC', '?')}`;
    });
  });
}

describe('what a script sends', () => {
  it('is what is piped into a program that passes it on', () => {
    for (const sender of [
      'nc -U a',
      'sudo ncat -U a',
      '/usr/bin/socat - UNIX-CONNECT:a',
      'telnet localhost 1',
      'timeout 5 netcat localhost 1',
      'nc.openbsd -U a',
      'nc -U a | grep b',
    ]) {
      assert.deepEqual(sent(`echo a | ${sender}\n`), ['- a'], sender);
    }
    assert.deepEqual(sent('N="nc -U a"\necho a | $N\n'), ['- a']);
    assert.deepEqual(sent('echo a | cat\necho a; nc -U b\n'), []);
    assert.deepEqual(sent('echo a | ssh host nc -U b\n'), ['- a\n']);
    assert.deepEqual(sent('echo a | sort | nc -U b\n'), []);
  });

  it('is what echo, printf and cat write', () => {
    const written = (command: string) =>
      sent(`#!/bin/bash\n${command} | nc -U a\n`).map((text) => text.slice(2));
    assert.deepEqual(written('echo a  "b  c" $D'), ['a b  c ?']);
    assert.deepEqual(written(String.raw`echo 'a\nb'`), [String.raw`a\nb`]);
    assert.deepEqual(written(String.raw`echo -n -e 'a\nb\\\x41\0101\q'`), ['a\nb\\AA\\q']);
    assert.deepEqual(written(String.raw`echo -en 'a\tb'`), ['a\tb']);
    assert.deepEqual(written(String.raw`printf 'a\n%%\"b\"\n'`), ['a\n%"b"\n']);
    assert.deepEqual(written(String.raw`printf '%s\n' a "b c" '\n'`), ['a\nb c\n\\n\n']);
    assert.deepEqual(written(String.raw`printf '%-5s=%b;' a 'b\n' c`), ['a    =b\n;c    =;']);
    assert.deepEqual(written("printf -- '%s' $X"), ['?']);
    assert.deepEqual(written('printf -v x a'), []);
    assert.deepEqual(written('printf'), []);
    assert.deepEqual(written('cat file'), []);
    assert.deepEqual(written('{ echo a; sleep 1; if b; then echo c; else echo d; fi; }'), [
      'a',
      'c',
      'd',
    ]);
    assert.deepEqual(written('(while a; do echo b && printf c; done)'), ['b', 'c']);
    assert.deepEqual(written('{ echo a | sort; }'), []);
  });

  it('has the escapes that echo decodes in the shell that runs it', () => {
    const written = (shell: string, command: string) =>
      sent(`#!/bin/${shell}\n${command} | nc -U a\n`).map((text) => text.slice(2));
    const escapes = String.raw`echo 'a\nb\0101\q'`;
    assert.deepEqual(written('bash', escapes), [String.raw`a\nb\0101\q`]);
    assert.deepEqual(written('dash', escapes), ['a\nbA\\q']);
    assert.deepEqual(written('zsh', escapes), ['a\nbA\\q']);
    // It depends on `sh` whether this is decoded.
    assert.deepEqual(written('sh', escapes), ['a?b?\\q']);
    assert.deepEqual(written('dash', 'echo -e a'), ['-e a']);
    assert.deepEqual(written('sh', String.raw`echo -e 'a\nb'`), ['a\nb']);
  });

  it('is a here-document or here-string, with expansions where its delimiter has no quotes', () => {
    assert.deepEqual(sent('P=1\nnc -U a <<EOF\nb $P \\$P "c\\"\nEOF\n'), ['- b 1 $P "c\\"\n']);
    assert.deepEqual(sent("nc -U a <<'EOF'\nb $P \\$P\nEOF\n"), ['- b $P \\$P\n']);
    assert.deepEqual(sent('nc -U a <<< "b $P"\n'), ['- b ?\n']);
    assert.deepEqual(sent('cat <<EOF | nc -U a\nb\nEOF\n'), ['- b\n']);
    assert.deepEqual(sent('nc -U a 0<<< b\nnc -U a 3<<< c\n'), ['- b\n']);
    assert.deepEqual(sent('<<< b nc -U a\n'), ['- b\n']);
    assert.deepEqual(sent('nc -U a <<< b <<EOF\nc\nEOF\n'), ['- c\n']);
    assert.deepEqual(sent('nc -U a <<EOF\nopen'), ['- open']);
    assert.deepEqual(sent('cat <<< b\n'), []);
  });

  it('is what virsh sends to the monitor of a domain', () => {
    assert.deepEqual(sent('virsh qemu-monitor-command vm --hmp info status\n'), [
      'hmp info status',
    ]);
    assert.deepEqual(sent(`virsh -c U qemu-monitor-command --pretty "$D" '{"a":1}'\n`), [
      'qmp {"a":1}',
    ]);
    assert.deepEqual(sent('virsh qemu-monitor-command --domain vm --hmp -- a --b\n'), [
      'hmp a --b',
    ]);
    assert.deepEqual(sent('virsh qemu-monitor-command --domain=vm --pass-fds 3 a\n'), ['qmp a']);
    assert.deepEqual(sent('virsh start qemu\nvirsh\n'), []);
  });

  it('comes after the command lines, in reading order', () => {
    const script = 'virsh qemu-monitor-command vm b\necho a | nc -U x\nkvm\nnc -U x <<< c\n';
    const found = lowerShellScript(readShell(script));
    const kinds = found.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['argv', 'sent']);
    assert.deepEqual(sent(script), ['qmp b', '- a', '- c\n']);
    assert.deepEqual(lowerShellScript(readShell('kvm\n')).length, 1);
  });

  it('knows where each character is written', () => {
    const script = "C='gdb server'\nprintf 'a\\n%s' \"$C\" | nc -U x\n";
    const [invocation] = lowerShellScript(readShell(script));
    assert.ok(invocation?.kind === 'sent');
    const [first] = invocation.texts;
    assert.ok(first);
    const places = first.text.pieces.map(({ at }) => script.slice(at.start, at.end));
    assert.deepEqual(places, ['a', '\\n', 'gdb server']);
    assert.equal(spanOf(first.text).start, script.indexOf('a\\n%s'));
  });

  it('stops reading a format that is used again and again', () => {
    const script = `printf '${'x'.repeat(1000)}%s' ${'a '.repeat(1000)}| nc -U b\n`;
    const [text = ''] = sent(script);
    assert.ok(text.length > 2_000 && text.length < 8_000, `${text.length}`);
  });
});
