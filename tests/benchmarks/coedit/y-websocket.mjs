// Serve with y-websocket's server, which keeps documents in memory: y-websocket.mjs PORT
import http from "node:http";
import { setupWSConnection } from "@y/websocket-server/utils";
import { WebSocketServer } from "ws";

const server = http.createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", setupWSConnection);
server.listen(Number(process.argv[2]), "127.0.0.1");
