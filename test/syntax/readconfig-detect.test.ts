import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeQemuConfig } from '../../server/src/syntax/readconfig/detect.ts';

test('the line that QEMU itself wrote at the top is enough', () => {
  assert.equal(looksLikeQemuConfig('# qemu config file\n\n[machine]\n  accel = "kvm"\n'), true);
  assert.equal(looksLikeQemuConfig('\uFEFF# qemu config file\r\n'), true);
  assert.equal(looksLikeQemuConfig('\n# qemu config file\n'), false);
  assert.equal(looksLikeQemuConfig('# qemu config files\n'), false);
});

test('a section with the key that makes it what it is is enough', () => {
  const files = [
    '[chardev "mon0"]\n  backend = "socket"\n',
    '[mon]\nchardev = "mon0"\n',
    '[mon "monitor"]\n  mode = "readline"\n  chardev = "mon0"\n',
    '# a machine\n\n[machine]\n  type = "q35"\n\n[device "ich9"]\n  driver = "ich9-ahci"\n',
    '[device]\n  driver = "virtio-net-pci"\r\n',
    '[object "tls0"]\n  qom-type = "tls-creds-x509"\n',
    '[drive "hd"]\n  format = "raw"\n  file = "a.img"\n',
    '[netdev "n0"]\n  type = "user"\n',
  ];
  for (const file of files) assert.equal(looksLikeQemuConfig(file), true, file);
});

test('a chardev or monitor whose values lack quotes is one too, for it needs help most', () => {
  assert.equal(looksLikeQemuConfig('[chardev "mon0"]\nbackend = socket\nport = 4444\n'), true);
  assert.equal(looksLikeQemuConfig('[mon]\nchardev = mon0\n'), true);
});

test('files of others stay theirs', () => {
  const files = [
    '',
    '[core]\n\tbare = false\n[remote "origin"]\n\turl = "https://example.org/a.git"\n',
    '[Unit]\nDescription=Serve\n[Service]\nExecStart=/bin/true\n',
    '[PHP]\nengine = On\ndisplay_errors = "stderr"\n',
    '[machine]\ntype = "q35"\n',
    '[device]\nname = "eth0"\n',
    '[device]\ndriver = e1000\n',
    '[device "eth0"]\ndriver = e1000\n',
    '[device eth0]\ndriver = "e1000"\n',
    '[drive]\ntype = drive\nclient_id = "x"\nfile = "y"\n',
    '[mon]\nmon_host = "10.0.0.1"\n[mon.a]\nhost = a\n',
    '[object "x"]\nname = "y"\n',
    '[chardev]\nbackend = "socket"\n',
    '[chardev "a"]\nbackend="socket"\n',
    ' [chardev "a"]\n backend = "socket"\n',
    '# [chardev "a"]\n#  backend = "socket"\n',
    '# [chardev "a"]\nbackend = "socket"\n',
    'host_key_checking = False\n[defaults]\ninventory = "hosts"\n',
  ];
  for (const file of files) assert.equal(looksLikeQemuConfig(file), false, file);
});
