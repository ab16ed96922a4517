let a = '';
if (p) a = 'host=127.0.0.1,port=1';
else a = `path=${dir}/m`;
a = 'host=127.0.0.1,port=1';
run(['-chardev', `socket,id=m,${a},server=on`, '-mon', 'chardev=m'])
