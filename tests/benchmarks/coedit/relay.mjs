// The least that a server can do: pass each frame on to the others at the same address. relay.mjs PORT
import { WebSocket, WebSocketServer } from "ws";

const rooms = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
server.on("connection", (socket, { url }) => {
  const room = rooms.get(url) ?? new Set();
  rooms.set(url, room.add(socket));
  socket.on("message", (frame, binary) => {
    for (const other of room)
      if (other !== socket && other.readyState === WebSocket.OPEN) other.send(frame, { binary });
  });
  socket.on("close", () => {
    room.delete(socket);
    if (!room.size) rooms.delete(url);
  });
});
