// The reference: a bare Node `ws` broadcast loop. POST anything, and everybody is sent the same bytes, newly numbered.
// argv: port, file with the message, whose {revision} is replaced by the number, and how long the queue at the door is
// (Node's own default is 511).
// Where the ws package can't be had, its place is taken by a plainer loop that writes the frame to each socket itself.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, file, queue] = process.argv.slice(2);
const [head, tail] = readFileSync(file, "utf8").split("{revision}");
const message = (number) => Buffer.from(head + number + tail);
let number = 0;

const server = createServer({ keepAliveTimeout: 60000 }, (request, response) => {
  request.resume();
  request.on("end", () => {
    if (request.method === "POST") broadcast(message(++number));
    response.writeHead(204).end();
  });
});

const withWs = async () => {
  const { WebSocketServer, WebSocket } = await import("ws");
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket) => socket.send(message(number), { binary: false }));
  return (data) => {
    for (const socket of sockets.clients) if (socket.readyState === WebSocket.OPEN) socket.send(data, { binary: false });
  };
};

const withoutWs = () => {
  const sockets = new Set();
  const frame = (data) => {
    const size = data.length < 65536 ? Buffer.alloc(4) : Buffer.alloc(10);
    size[0] = 0x81;
    if (data.length < 65536) { size[1] = 126; size.writeUInt16BE(data.length, 2); }
    else { size[1] = 127; size.writeBigUInt64BE(BigInt(data.length), 2); }
    return Buffer.concat([size, data]);
  };
  server.on("upgrade", (request, socket) => {
    const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const accept = createHash("sha1").update(key).digest("base64");
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.write(frame(message(number)));
  });
  return (data) => { const bytes = frame(data); for (const socket of sockets) socket.write(bytes); };
};

let reference = "ws";
const broadcast = await withWs().catch(() => { reference = "plain"; return withoutWs(); });
server.listen(Number(port), "127.0.0.1", Number(queue), () => console.log(reference));
