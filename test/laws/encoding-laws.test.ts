/**
 * Writing is the inverse of reading, through all layers: what is spelled at a place of a document is read there, by
 * its last reader, as the text that it was, whatever the text is. Layers by themselves have their laws with
 * their notations; here are those that stand inside of each other.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import type { Invocation } from '../../server/src/invocation/invocation.ts';
import { SHELL } from '../../server/src/syntax/shell/encodings.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { plain } from '../../server/src/syntax/spell.ts';
import { readAgainAs } from '../../server/src/text/again.ts';
import { isKnown, type MappedText, verbatim } from '../../server/src/text/mapped-text.ts';
import { nameOf, spellIn } from '../support/encodings.ts';

/** Scripts with a place for the name of a machine, `@@`, by the stack in which it is written. */
const PLACES: readonly (readonly [stack: string, script: string])[] = [
  ['single>bare', "bash -c 'kvm -name @@'\n"],
  ['single>double', `bash -c 'kvm -name "@@"'\n`],
  ['single>single', `bash -c 'kvm -name '"'"'@@'"'"\n`],
  ['double>bare', 'bash -c "kvm -name @@"\n'],
  ['double>single', `bash -c "kvm -name '@@'"\n`],
  ['double>double', 'bash -c "kvm -name \\"@@\\""\n'],
  ['ansi-c>bare', "bash -c $'kvm -name @@'\n"],
  ['ansi-c>double', `bash -c $'kvm -name "@@"'\n`],
  ['ansi-c>single', `bash -c $'kvm -name \\'@@\\''\n`],
  ['bare>bare', 'eval kvm -name @@\n'],
  ['double-operand', 'kvm -name "${X:-@@}"\n'],
  ['double-operand>bare', 'bash -c "${RUN:-kvm -name @@}"\n'],
  ['here-document>bare', 'bash <<EOF\nkvm -name @@\nEOF\n'],
  ['here-document>double', 'bash <<EOF\nkvm -name "@@"\nEOF\n'],
  ['here-document>single', "bash <<EOF\nkvm -name '@@'\nEOF\n"],
  ['quoted-document>bare', "bash <<'EOF'\nkvm -name @@\nEOF\n"],
  ['quoted-document>double', `bash <<'EOF'\nkvm -name "@@"\nEOF\n`],
  ['quoted-document>single', `bash <<'EOF'\nkvm -name '@@'\nEOF\n`],
  ['backtick>bare', 'x=`kvm -name @@`\n'],
  ['backtick>double', 'x=`kvm -name "@@"`\n'],
  ['backtick>single', "x=`kvm -name '@@'`\n"],
  ['backtick-double>bare', 'x="`kvm -name @@`"\n'],
  ['backtick-double>single', `x="\`kvm -name '@@'\`"\n`],
  ['single>double>bare', `ssh h 'bash -c "kvm -name @@"'\n`],
  ['double>single>bare', `ssh h "bash -c 'kvm -name @@'"\n`],
  ['double>double>bare', 'bash -c "bash -c \\"kvm -name @@\\""\n'],
  ['here-document>single>bare', `bash <<EOF\nbash -c 'kvm -name @@'\nEOF\n`],
  ['here-document>double>single', `bash <<EOF\nbash -c "kvm -name '@@'"\nEOF\n`],
  ['quoted-document>double>double', `bash <<'EOF'\nbash -c "kvm -name \\"@@\\""\nEOF\n`],
  ['here-document>attribute-single', domain('EOF', "<q:arg value='@@'/>")],
  ['here-document>attribute-double', domain('EOF', '<q:arg value="@@"/>')],
  ['quoted-document>attribute-single', domain("'EOF'", "<q:arg value='@@'/>")],
  ['quoted-document>attribute-double', domain("'EOF'", '<q:arg value="@@"/>')],
  ['here-document>quoted', config('EOF')],
  ['quoted-document>quoted', config("'EOF'")],
  ['single>shlex', "virt-install -n web --qemu-commandline='-name @@'\n"],
  ['single>shlex-double', `virt-install -n web --qemu-commandline='-name "@@"'\n`],
  ['double>shlex', 'virt-install -n web --qemu-commandline="-name @@"\n'],
  ['double>shlex-single', `virt-install -n web --qemu-commandline="-name '@@'"\n`],
];

function domain(delimiter: string, element: string): string {
  const commandline = `<q:commandline><q:arg value='-name'/>${element}</q:commandline>`;
  const xml = `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>${commandline}</domain>`;
  return `cat >vm.xml <<${delimiter}\n${xml}\nEOF\n`;
}

function config(delimiter: string): string {
  const text = '[chardev "a"]\n  backend = "socket"\n[name]\n  guest = "@@"\n';
  return `cat >vm.cfg <<${delimiter}\n${text}EOF\nkvm -readconfig vm.cfg\n`;
}

/** Whatever means something to one of the readers, between letters. */
const value = fc
  .array(fc.constantFrom(...`ab'"\\\`$ ,;&|<>(){}[]*?~!#=:/%@é\n`), { maxLength: 12 })
  .map((characters) => `n${characters.join('')}`);

describe('text inside of other text', () => {
  for (const [stack, script] of PLACES) {
    it(`${stack}: what is written is what is read`, () => {
      const own = nameIn(script.replace('@@', 'plain'));
      assert.deepEqual(own?.pieces.map(nameOf), [stack]);
      let held = 0;
      fc.assert(
        fc.property(value, (name) => {
          // Where a default stands between double quotes, dash takes a single quote for one and bash does not.
          if (stack.startsWith('double-operand') && name.includes("'")) return;
          // What a template engine fills in is unknown.
          if (/\{\{[^{}]*\}\}/.test(name)) return;
          const spelled = spellIn(plain(name), stack, stack);
          if (spelled === undefined) return;
          held++;
          const text = nameIn(script.replace('@@', () => spelled));
          assert.ok(text && isKnown(text), spelled);
          assert.equal(text.decoded, name, spelled);
        }),
        { numRuns: 200, examples: [['n'], ['n}'], ['n,server=on:/run/a-b.sock']] },
      );
      assert.ok(held > 1, 'nothing could be written there');
    });
  }
});

describe('text that is read again and again', () => {
  it('is written up to a bound, and further in it is not', () => {
    const read = (times: number) => {
      const once = verbatim('a', { start: 0, end: 1 }, SHELL.double);
      return Array.from({ length: times }).reduce((text: MappedText) => {
        return readAgainAs(text, SHELL.bare);
      }, once);
    };
    const stack = (times: number) => read(times).pieces.map(nameOf)[0]?.split('>') ?? [];
    assert.deepEqual(stack(3), ['double', 'bare', 'bare', 'bare']);
    const deepest = stack(100);
    assert.equal(deepest.at(-1), 'unknown');
    assert.deepEqual(deepest, stack(1_000));
  });
});

/** The name of the first machine of a script; undefined where it has none. */
function nameIn(script: string): MappedText | undefined {
  return lowerShell(readShell(script)).flatMap((it) => nameOfMachine(it) ?? [])[0];
}

function nameOfMachine(invocation: Invocation): MappedText | undefined {
  if (invocation.kind !== 'config' && invocation.kind !== 'argv') return undefined;
  if (invocation.kind === 'config') {
    const entries = invocation.sections.flatMap((section) => section.entries);
    return entries.find(({ key }) => key.decoded === 'guest')?.value;
  }
  const index = invocation.words.findIndex(({ value }) => value.decoded === '-name');
  if (index === -1) {
    const configs = [...(invocation.configs?.values() ?? [])];
    return configs.flatMap((config) => nameOfMachine(config) ?? [])[0];
  }
  return invocation.words[index + 1]?.value;
}
