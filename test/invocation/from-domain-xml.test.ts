import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findIgnoredArguments,
  lowerDomainXml,
  lowerOtherXml,
} from '../../server/src/invocation/from-domain-xml.ts';
import type { ArgvInvocation } from '../../server/src/invocation/invocation.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { spanOf } from '../../server/src/text/mapped-text.ts';

const NAMESPACE = `xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'`;

function lower(text: string): readonly ArgvInvocation[] {
  return lowerDomainXml(readXml(text));
}

/** The words of every domain in the text. */
function words(text: string): readonly (readonly string[])[] {
  return lower(text).map((invocation) => invocation.words.map(({ value: word }) => word.decoded));
}

function ignored(text: string): readonly string[] {
  return findIgnoredArguments(readXml(text)).map(
    ({ at, reason }) => `${reason}: ${text.slice(at.start, at.end)}`,
  );
}

test('each argument is one word, unsplit, and deleting it deletes its element', () => {
  const text = `<domain type='kvm' ${NAMESPACE}>
  <name>vm</name>
  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value="tcp::1, two words"></qemu:arg>
    <qemu:env name='A' value='B'/>
  </qemu:commandline>
</domain>`;
  const [invocation] = lower(text);
  assert.ok(invocation);
  assert.equal(invocation.program, 'system');
  assert.equal(invocation.partial, 'libvirt');
  assert.equal(invocation.name, 'vm');
  const { start, end } = invocation.programAt;
  assert.equal(text.slice(start, end), '<qemu:commandline>');
  assert.deepEqual(
    invocation.words.map((word) => [
      word.value.decoded,
      text.slice(spanOf(word.value).start, spanOf(word.value).end),
      text.slice(word.at.start, word.at.end),
      word.many,
    ]),
    [
      ['-monitor', '-monitor', `<qemu:arg value='-monitor'/>`, false],
      [
        'tcp::1, two words',
        'tcp::1, two words',
        `<qemu:arg value="tcp::1, two words"></qemu:arg>`,
        false,
      ],
    ],
  );
});

test('any prefix of the namespace will do, also none', () => {
  const uri = 'http://libvirt.org/schemas/domain/qemu/1.0';
  const texts = [
    `<domain xmlns:q='${uri}'><q:commandline><q:arg value='-s'/></q:commandline></domain>`,
    `<domain><commandline xmlns='${uri}'><arg value='-s'/></commandline></domain>`,
    `<domain><x:commandline xmlns:x='${uri}'><x:arg value='-s'/></x:commandline></domain>`,
  ];
  for (const text of texts) assert.deepEqual(words(text), [['-s']]);
});

test('several blocks of a domain add up', () => {
  const block = (value: string) =>
    `<qemu:commandline><qemu:arg value='${value}'/></qemu:commandline>`;
  assert.deepEqual(words(`<domain ${NAMESPACE}>${block('-s')}<devices/>${block('-S')}</domain>`), [
    ['-s', '-S'],
  ]);
});

test('a domain without a block gives nothing', () => {
  assert.deepEqual(words('<domain><name>vm</name><devices/></domain>'), []);
});

test('domains are found in what libvirt wraps around them', () => {
  const domain = (value: string, element = 'domain') =>
    `<${element} ${NAMESPACE}><qemu:commandline><qemu:arg value='${value}'/></qemu:commandline></${element}>`;
  const wrapped = [
    `<domstatus>${domain('-s')}</domstatus>`,
    `<domainsnapshot><name>s</name>${domain('-s')}</domainsnapshot>`,
    `<domaincheckpoint>${domain('-s')}</domaincheckpoint>`,
    `<domains>\n${domain('-s')}\n</domains>`,
  ];
  for (const text of wrapped) assert.deepEqual(words(text), [['-s']]);
  assert.deepEqual(
    words(`<domainsnapshot>${domain('-s')}${domain('-S', 'inactiveDomain')}</domainsnapshot>`),
    [['-s'], ['-S']],
  );
});

test('an element of another kind is no domain', () => {
  const block = `<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>`;
  for (const element of ['network', 'a:domain']) {
    assert.deepEqual(words(`<${element} ${NAMESPACE}>${block}</${element}>`), []);
  }
  assert.deepEqual(words(`<network ${NAMESPACE}><domain name='x'>${block}</domain></network>`), []);
});

test('libvirt knows the element at the top by its local name, and those below by their namespace', () => {
  const block = `<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>`;
  for (const text of [
    `<domain xmlns='urn:x' ${NAMESPACE}>${block}</domain>`,
    `<x:domain xmlns:x='urn:x' ${NAMESPACE}>${block}</x:domain>`,
    `<qemu:domainsnapshot ${NAMESPACE}><domain>${block}</domain></qemu:domainsnapshot>`,
  ]) {
    assert.deepEqual(words(text), [['-s']]);
    assert.deepEqual(ignored(text), []);
  }
  const snapshot = `<domainsnapshot ${NAMESPACE}><domain xmlns='urn:x'>${block}</domain></domainsnapshot>`;
  assert.deepEqual(words(snapshot), []);
});

test('a declaration that XML forbids leaves the prefix as it was', () => {
  for (const uri of ['', 'http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/']) {
    const text = `<domain ${NAMESPACE}><qemu:commandline xmlns:qemu='${uri}'><qemu:arg value='-s'/></qemu:commandline></domain>`;
    assert.deepEqual(words(text), [['-s']]);
    assert.deepEqual(ignored(text), []);
  }
});

test('an argument without a value costs only itself', () => {
  const text = `<domain ${NAMESPACE}><qemu:commandline>
    <qemu:arg/><qemu:arg>-s</qemu:arg><qemu:arg val='x'/><qemu:arg value=''/><qemu:arg value='-S'/>
  </qemu:commandline></domain>`;
  assert.deepEqual(words(text), [['', '-S']]);
});

test('an argument that is being typed costs only itself', () => {
  const text = `<domain ${NAMESPACE}><qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp::44
    <qemu:arg value='-S'/>
  </qemu:commandline></domain>`;
  assert.deepEqual(words(text), [['-monitor', '-S']]);
});

test('libvirt looks for the value by its local name', () => {
  const text = `<domain ${NAMESPACE}><qemu:commandline><qemu:arg qemu:value='-s'/><qemu:arg x:value='-S'/></qemu:commandline></domain>`;
  assert.deepEqual(words(text), [['-s']]);
});

test('references in a value are decoded and comments do not count', () => {
  const text = `<domain ${NAMESPACE}><qemu:commandline><!-- <qemu:arg value='-S'/> --><qemu:arg value='a&amp;&#44;b'/></qemu:commandline></domain>`;
  assert.deepEqual(words(text), [['a&,b']]);
});

test('a name that this file does not fix is no name', () => {
  const name = (inside: string) =>
    lower(`<domain ${NAMESPACE}>${inside}<qemu:commandline/></domain>`)[0]?.name;
  assert.equal(name('<name>a&amp;b</name>'), 'a&b');
  assert.equal(name('<name>&vm;</name>'), undefined);
  assert.equal(name('<name/>'), undefined);
  assert.equal(name('<devices><name>x</name></devices>'), undefined);
  assert.equal(name('<name>v<b>m</b></name>'), undefined);
});

test('what libvirt drops gives no words and is told', () => {
  const block = `<commandline><arg value='-s'/></commandline>`;
  const prefixed = `<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>`;
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`<domain>${block}</domain>`, ['namespace: <commandline>']],
    [`<domain>${prefixed}</domain>`, ['namespace: <qemu:commandline>']],
    [
      `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/2.0'>${prefixed}</domain>`,
      ['namespace: <qemu:commandline>'],
    ],
    [`<domain ${NAMESPACE}><devices>${prefixed}</devices></domain>`, ['place: <qemu:commandline>']],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(words(text), []);
    assert.deepEqual(ignored(text), expected);
  }
});

test('an argument outside the namespace is dropped alone', () => {
  const text = `<domain ${NAMESPACE}><qemu:commandline><arg value='-S'/><qemu:arg value='-s'/></qemu:commandline></domain>`;
  assert.deepEqual(words(text), [['-s']]);
  assert.deepEqual(ignored(text), [`namespace: <arg value='-S'/>`]);
});

test('an argument that is not directly in a block is out of place', () => {
  const arg = (value: string) => `<qemu:arg value='${value}'/>`;
  const block = (inside: string) => `<qemu:commandline>${inside}</qemu:commandline>`;
  const domain = (inside: string) => `<domain ${NAMESPACE}>${inside}</domain>`;
  assert.deepEqual(ignored(domain(arg('a'))), [`place: ${arg('a')}`]);
  assert.deepEqual(ignored(domain(block(`<g>${arg('a')}</g>`))), [`place: ${arg('a')}`]);
  assert.deepEqual(ignored(domain(block(`<qemu:arg value='b'>${arg('a')}</qemu:arg>`))), [
    `place: ${arg('a')}`,
  ]);
  assert.deepEqual(ignored(domain(block(block(arg('a')) + arg('b')))), [
    'place: <qemu:commandline>',
  ]);
});

test('what is ignored is told once, in source order', () => {
  const text = `<domain ${NAMESPACE}><commandline><arg/><qemu:arg/></commandline><qemu:arg/><os><qemu:commandline><qemu:arg/></qemu:commandline></os></domain>`;
  assert.deepEqual(ignored(text), [
    'namespace: <commandline>',
    'place: <qemu:arg/>',
    'place: <qemu:commandline>',
  ]);
});

test('where there is no argument, or no certainty, nothing is ignored', () => {
  const block = `<commandline><arg value='-s'/></commandline>`;
  const prefixed = `<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>`;
  for (const text of [
    '<domain><commandline>text<env/></commandline></domain>',
    `<domain ${NAMESPACE}><metadata>${prefixed}</metadata></domain>`,
    `<domain xmlns='urn:x'>${block}</domain>`,
    `<!DOCTYPE domain [<!ATTLIST domain ${NAMESPACE.replace('=', ' CDATA ')}>]><domain>${prefixed}</domain>`,
    `<domain>${prefixed}<domain>`,
    `<domain xmlns:qemu='http://libvirt.org/schemas/>${prefixed}</domain>`,
  ]) {
    assert.deepEqual(ignored(text), []);
  }
});

test('blocks of other drivers are nothing to tell', () => {
  const bhyve = 'http://libvirt.org/schemas/domain/bhyve/1.0';
  const text = `<domain xmlns:b='${bhyve}'><b:commandline><b:arg value='-s'/></b:commandline></domain>`;
  assert.deepEqual(ignored(text), []);
});

test('XML of another kind is told of where it holds a monitor', () => {
  const option = '<option NAME="ARGS" VALUE="-m 1G -monitor tcp:0.0.0.0:1,server" />';
  assert.deepEqual(
    lowerOtherXml(option).map(({ kind }) => kind),
    ['unfollowed'],
  );
  assert.deepEqual(lowerOtherXml('<option VALUE="-m 1G -monitor none" />'), []);
});
