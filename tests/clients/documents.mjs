// Convert a document to a Postman collection, and read it with Scalar's parser: prints what came of it.
import { readFileSync } from "node:fs";
import { validate } from "@scalar/openapi-parser";
import postman from "openapi-to-postmanv2";

const data = readFileSync(process.argv[2], "utf8");
const scalar = await validate(data);
const count = (node) => (node.item ? node.item.reduce((sum, each) => sum + count(each), 0) : 1);
postman.convert({ type: "string", data }, {}, (error, made) => {
  const collection = made?.output?.[0]?.data;
  console.log(JSON.stringify({
    postman: { error, made: made?.result, requests: collection && count(collection) },
    scalar: { valid: scalar.valid, errors: scalar.errors ?? [], warnings: scalar.warnings ?? [] },
  }));
});
