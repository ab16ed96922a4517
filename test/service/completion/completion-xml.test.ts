/** What is offered in a domain: in the values of its arguments, and where an element may begin. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CompleteOptions, completeText, RECIPES } from '../../support/complete.ts';

const XML: CompleteOptions = { languageId: 'xml' };
const NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** A domain whose block of arguments holds lines. */
const domain = (...lines: readonly string[]) =>
  [
    `<domain type='kvm' xmlns:qemu='${NAMESPACE}'>`,
    '  <name>web</name>',
    '  <qemu:commandline>',
    ...lines.map((line) => `    ${line}`),
    '  </qemu:commandline>',
    '</domain>',
    '',
  ].join('\n');

/** A domain without such a block, with something in its place. */
const bare = (text: string) => `<domain type='kvm'>\n  <name>web</name>\n  ${text}\n</domain>\n`;

const SOCKET = 'unix:/var/lib/libvirt/qemu/web-qmp.sock,server=on,wait=off';

describe('completion in the arguments of a domain', () => {
  for (const value of [
    "<qemu:arg value='|'/>",
    '<qemu:arg value="|"/>',
    "<qemu:arg value='|",
    '<qemu:arg value="|',
    "<qemu:arg value='|/>",
    "<qemu:arg value='|'",
    "<qemu:arg value='uni|x:'/>",
  ]) {
    it(`offers a device string as it is typed: ${value}`, () => {
      const { labels } = completeText(domain("<qemu:arg value='-qmp'/>", value), XML);
      assert.equal(labels[0], SOCKET);
      assert.ok(labels.includes('tcp:'));
    });
  }

  it('offers options and properties as in a command', () => {
    const options = completeText(domain("<qemu:arg value='-m|'/>"), XML).labels;
    assert.deepEqual(options.slice(0, 4), ['-monitor', '-qmp', '-chardev', '-mon']);
    const list = "<qemu:arg value='socket,id=m,path=/a,|'/>";
    const keys = completeText(domain("<qemu:arg value='-chardev'/>", list), XML).labels;
    assert.deepEqual(keys.slice(0, 3), ['server=on,wait=off', 'server', 'wait']);
  });

  it('writes ids so that XML gives them back', () => {
    const text = domain(
      ...["<qemu:arg value='-chardev'/>", "<qemu:arg value='null,id=a&amp;b'/>"],
      ...["<qemu:arg value='-mon'/>", "<qemu:arg value='chardev=|'/>"],
    );
    const { accept } = completeText(text, XML);
    assert.equal(accept('a&b'), text.replace('|', 'a&amp;b'));
  });

  it('writes a whole monitor as elements like the one at hand', () => {
    const { accept } = completeText(domain('<qemu:arg value="-q|"/>'), XML);
    assert.equal(
      accept('QMP monitor on a private UNIX socket'),
      domain('<qemu:arg value="-qmp"/>', `<qemu:arg value="${SOCKET}"/>`),
    );
  });

  for (const text of [
    domain("<qemu:arg value='-m'/>", "<qemu:arg value='|'/>"),
    domain("<qemu:env name='|' value='x'/>"),
    domain("<qemu:arg name='-mon|'/>"),
    domain("<!-- <qemu:arg value='-mon|'/> -->"),
    domain("<qemu:arg v|alue='-qmp'/>"),
    domain("<qemu:arg value='-qmp'>|</qemu:arg>"),
    domain('<qemu:arg v|'),
    domain("<qemu:arg value='-S'|"),
    domain("<qemu:arg value='-S'/|"),
    domain("<qemu:arg value='-qmp'/>", '<|'),
    domain("<qemu:arg value='-qmp'/>", '|', "<qemu:arg value='stdio'/>"),
    bare("<arg value='-mon|'/>"),
    bare("<os><arg value='-mon|'/></os>"),
    bare('<name>|</name>'),
    bare('<os>|</os>'),
    bare('<!-- | -->'),
    bare('<![CDATA[ | ]]>'),
    bare('<description>-mon|</description>'),
    `<network><name>a</name>\n|\n</network>`,
    `|<domain type='kvm'/>`,
    `<domain type='kvm'/>\n|`,
  ]) {
    it(`offers nothing outside: ${JSON.stringify(text.slice(0, 160))}`, () => {
      assert.deepEqual(completeText(text, XML).labels, []);
    });
  }
});

describe('completion between the elements of a domain', () => {
  for (const begun of ['|', '<|', '<qe|', '<qemu:com|']) {
    it(`offers a block with the namespace it needs: ${begun}`, () => {
      const { labels, accept } = completeText(bare(begun), XML);
      assert.deepEqual(labels, RECIPES);
      assert.equal(
        accept('QMP monitor on a private UNIX socket'),
        domain("<qemu:arg value='-qmp'/>", `<qemu:arg value='${SOCKET}'/>`),
      );
    });
  }

  it('keeps the prefix that the domain has for the namespace', () => {
    const text = `<domain type='kvm' xmlns:q='${NAMESPACE}'>\n  <|\n</domain>\n`;
    const { accept } = completeText(text, { ...XML, path: '/w/vm.xml' });
    assert.equal(
      accept('HMP monitor on a private UNIX socket'),
      [
        `<domain type='kvm' xmlns:q='${NAMESPACE}'>`,
        '  <q:commandline>',
        "    <q:arg value='-monitor'/>",
        "    <q:arg value='unix:/var/lib/libvirt/qemu/vm-monitor.sock,server=on,wait=off'/>",
        '  </q:commandline>',
        '</domain>',
        '',
      ].join('\n'),
    );
  });

  it('offers arguments inside the block, and no second block beside it', () => {
    const { labels, accept } = completeText(domain('<|'), XML);
    assert.deepEqual(labels, RECIPES);
    assert.equal(
      accept('QMP monitor on a private UNIX socket'),
      domain("<qemu:arg value='-qmp'/>", `<qemu:arg value='${SOCKET}'/>`),
    );
    const beside = domain("<qemu:arg value='-m'/>").replace('</domain>', '  <|\n</domain>');
    assert.deepEqual(completeText(beside, XML).labels, []);
  });

  it('gives out ids that the block does not have', () => {
    const text = domain("<qemu:arg value='-chardev'/>", "<qemu:arg value='null,id=mon0'/>", '<|');
    const accepted = completeText(text, XML).accept('QMP monitor over TLS for one client');
    assert.match(accepted, /socket,id=mon1,.*\n.*\n.*chardev=mon1,mode=control/);
  });

  it('says nothing to a blank', () => {
    assert.deepEqual(completeText(bare('|'), { ...XML, trigger: ' ' }).labels, []);
  });
});
