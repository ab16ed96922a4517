RUN kvm -nodefaults \
# so
  -qmp tcp:localhost:1,server # so \
RUN kvm -qmp tcp:localhost:2,server
