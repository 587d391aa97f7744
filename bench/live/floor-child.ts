import type { Socket } from 'node:net'
import { serve } from '../harness/children.ts'
import { bodyOf, listen } from '../harness/http-floor.ts'

/** A bare broadcast: sockets taken over from `node:http`, and the bytes that were posted written to each. */
await serve(async () => {
  const sockets = new Set<Socket>()
  const server = await listen((request, response) => {
    if (request.method === 'GET') {
      const { socket } = request
      socket.setNoDelay(true)
      socket.write(
        'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\n',
      )
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return
    }
    void bodyOf(request).then((body) => {
      const bytes = Buffer.from(body)
      for (const socket of sockets) socket.write(bytes)
      response.writeHead(201, { 'content-length': 0 })
      response.end()
    })
  })
  return { ready: { url: server.url }, close: server.close }
})
