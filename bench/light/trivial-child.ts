import { serve } from '../harness/children.ts'
import { listen } from '../harness/http-floor.ts'

const html = `<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Trivial</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="A heading and a line.">
</head><body><main><h1>Trivial</h1><p>En overskrift og en linje.</p></main></body></html>`

/** A page than which none is lighter: one answer, a heading and a line. */
await serve(async () => {
  const server = await listen((request, response) => {
    const found = request.url === '/'
    const body = found ? html : ''
    response.writeHead(found ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
  return { ready: { url: server.url }, close: server.close }
})
