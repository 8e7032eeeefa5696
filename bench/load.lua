-- Sends calls from a file in order: method, path, token, date and body, parted by tabs.
-- Arguments: the file, how many lines to skip, how many to send, "again" to go round.

answered, wrong, failed, sent, out = 0, 0, 0, 0, false
local requests, again, threads, tried = {}, false, {}, false

function setup(thread)
   table.insert(threads, thread)
end

function init(args)
   local skip, many = tonumber(args[2]), tonumber(args[3])
   again = args[4] == "again"
   local number = 0
   for line in io.lines(args[1]) do
      number = number + 1
      if number > skip + many then break end
      if number > skip then
         local method, path, token, date, body = line:match("^(%S+)\t(%S+)\t(%S*)\t(%S*)\t(.*)$")
         local headers = {}
         if token ~= "" then headers["Authorization"] = "Bearer " .. token end
         if date ~= "" then headers["X-With-Server-Date"] = date end
         if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
         requests[#requests + 1] = wrk.format(method, path, headers, body)
      end
   end
end

-- The first request is never sent: wrk only looks at it.
function request()
   if not tried then
      tried = true
      return requests[1]
   end
   if sent > 0 and sent % #requests == 0 and not again then
      out = true
      wrk.thread:stop()
      return wrk.format("GET", "/")
   end
   sent = sent + 1
   return requests[(sent - 1) % #requests + 1]
end

function response(status)
   answered = answered + 1
   if status ~= 200 then wrong = wrong + 1 end
   if status >= 500 then failed = failed + 1 end
end

function done(summary, latency)
   local thread, errors = threads[1], summary.errors
   io.write(string.format(
      '\nfigures {"answered":%d,"wrong":%d,"failed":%d,"sent":%d,"ran_out":%s,' ..
      '"socket_errors":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f}\n',
      thread:get("answered"), thread:get("wrong"), thread:get("failed"), thread:get("sent"),
      tostring(thread:get("out")),
      errors.connect + errors.read + errors.write + errors.timeout,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
