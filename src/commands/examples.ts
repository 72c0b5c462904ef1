/** Command lines that show what a command is for, by the command's path; its help ends with them. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  create: [
    "svcctl create -f service.yaml",
    "svcctl create -f manifests/ -R --dry-run=server",
    "svcctl create service nodeport web --tcp=80:8080",
  ],
  "create service": [
    "svcctl create service clusterip web --tcp=80:8080",
    "svcctl create service clusterip dns --udp=53 --selector=app=dns",
    "svcctl create service externalname db --external-name=db.example.com",
  ],
  expose: [
    "svcctl expose deployment nginx --port=80",
    "svcctl expose deployment nginx --type=NodePort --port=80 --target-port=8080",
    "svcctl expose pod web-0 --name=debug --port=9000",
    "svcctl expose -f deployment.yaml --dry-run=client -o yaml",
  ],
  get: [
    "svcctl get svc",
    "svcctl get svc,endpointslices -A -o wide",
    "svcctl get svc web -o jsonpath='{.spec.clusterIP}'",
    "svcctl get pods -l app=web -w",
  ],
  describe: ["svcctl describe svc web", "svcctl describe svc -l app=web", "svcctl describe endpointslices web"],
  endpoints: ["svcctl endpoints", "svcctl endpoints web -o wide", "svcctl endpoints -A -w"],
  dns: ["svcctl dns web", "svcctl dns --lookup web.shop --from default", "svcctl dns -A -o zone"],
  dataplane: [
    "svcctl dataplane web",
    "svcctl dataplane web --mode nftables --node node-2 -o rules",
    "svcctl dataplane -A --against iptables-save.txt",
    "svcctl dataplane -f manifests/ --compare",
  ],
  delete: [
    "svcctl delete svc web",
    "svcctl delete -f service.yaml --ignore-not-found",
    "svcctl delete svc -l app=web --dry-run=server",
  ],
  scale: ["svcctl scale deployment web --replicas=3", "svcctl scale sts db --current-replicas=2 --replicas=3"],
  apply: ["svcctl apply -f service.yaml", "svcctl apply --server-side -f manifests/ -R"],
  diff: ["svcctl diff -f service.yaml"],
  patch: [
    `svcctl patch svc web -p '{"spec":{"type":"NodePort"}}'`,
    `svcctl patch svc web --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":81}]'`,
  ],
  label: ["svcctl label svc web team=shop", "svcctl label svc web team-"],
  annotate: ["svcctl annotate svc web note='kept by hand'", "svcctl annotate svc web note-"],
  "set selector": ["svcctl set selector svc web app=web,track=stable"],
  wait: [
    "svcctl wait --for=condition=Available deployment/web --timeout=60s",
    "svcctl wait --for=jsonpath='{.status.loadBalancer.ingress}' svc/web",
    "svcctl wait --for=delete svc/web",
  ],
  events: ["svcctl events --for svc/web", "svcctl events -A --types=Warning"],
  sandbox: ["svcctl sandbox start", "export KUBECONFIG=$(svcctl sandbox kubeconfig --path)", "svcctl sandbox stop"],
  config: ["svcctl config get-contexts", "svcctl config use-context shop", "svcctl config view --minify"],
  auth: ["svcctl auth can-i create services", "svcctl auth whoami"],
};
