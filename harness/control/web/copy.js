"use strict";
// What was clicked, as the line that does it again.
const quoted = (s) => "'" + s.replaceAll("'", "'\\''") + "'";

function linesOf(method, path, body, ctl, go) {
  const json = body === undefined ? "" : JSON.stringify(body);
  const data = json ? ` -H "Content-Type: application/json" -d ${quoted(json)}` : "";
  return {
    curl: `curl -X ${method} "$CPSLAB_CONTROL${path}" -H "Authorization: Bearer $CPSLAB_CONTROL_TOKEN"${data}`,
    pytest: `ask(${JSON.stringify(method)}, ${JSON.stringify(path)}${json ? ", " + json : ""})`,
    Go: go,
    cpslab: ctl,
  };
}

function actionOf(kind, reader, value) {
  const at = `/v1/readers/${reader}`;
  const text = JSON.stringify(value);
  switch (kind) {
    case "insert": case "swap": {
      const name = kind === "insert" ? "Insert" : "Swap";
      return ["POST", `${at}/${kind}`, { card: value }, `cpslab ctl ${kind} ${reader} ${value}`, `station.${name}(ctx, ${reader}, ${text})`];
    }
    case "remove": return ["POST", `${at}/remove`, undefined, `cpslab ctl remove ${reader}`, `station.Remove(ctx, ${reader})`];
    case "reset": return ["POST", "/v1/reset", undefined, "cpslab ctl reset", "station.Reset(ctx)"];
    case "arm": return ["PUT", `${at}/faults`, { faults: value }, `cpslab ctl fault ${[reader, ...value.map(quoted)].join(" ")}`,
      `station.Arm(${["ctx", reader, ...value.map((f) => JSON.stringify(f))].join(", ")})`];
    case "snapshot": return ["PUT", `/v1/snapshots/${value}`, undefined, `cpslab ctl snapshot ${value}`, `station.Do(ctx, "PUT", "/v1/snapshots/${value}", nil, nil)`];
    case "restore": return ["POST", `/v1/snapshots/${value}/restore`, undefined, `cpslab ctl restore ${value}`, `station.Do(ctx, "POST", "/v1/snapshots/${value}/restore", nil, nil)`];
  }
  throw new Error(kind);
}
