-- Each request saves one mark into a cell that was empty: its own act id, the session of that cell's teacher.
-- BENCH_CELLS is a file of lesson, work, student, cookie; thread k of n takes every n-th line from the k-th.
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  cells = {}
  local count, total = 0, tonumber(os.getenv("BENCH_THREADS"))
  for line in io.lines(os.getenv("BENCH_CELLS")) do
    if count % total == number then table.insert(cells, line) end
    count = count + 1
  end
  place, saved, refused, failed = 0, 0, 0, 0
  math.randomseed(os.time() + number * 7919)
end

local function uuid()
  return (string.gsub("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx", "x", function() return string.format("%x", math.random(0, 15)) end))
end

function request()
  place = place + 1
  local line = cells[place]
  if not line then wrk.thread:stop() line = cells[#cells] end
  local lesson, work, student, cookie = string.match(line, "(%d+)\t(%d+)\t(%d+)\t(.+)")
  local body = "lesson=" .. lesson .. "&work=" .. work .. "&student=" .. student .. "&text=" .. math.random(2, 5) .. "&was="
  return wrk.format("POST", "/journal/cell/", {
    ["Cookie"] = cookie, ["X-CSRFToken"] = os.getenv("BENCH_CSRF"), ["X-Act"] = uuid(), ["Accept"] = "application/json",
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Host"] = os.getenv("BENCH_HOST"),
  }, body)
end

function response(status)
  if status == 200 then saved = saved + 1 elseif status < 500 then refused = refused + 1 else failed = failed + 1 end
end

function done(summary, latency)
  local saved, refused, failed = 0, 0, 0
  for _, thread in ipairs(threads) do
    saved, refused, failed = saved + thread:get("saved"), refused + thread:get("refused"), failed + thread:get("failed")
  end
  io.write(string.format("SAVED %d REFUSED %d FAILED %d P50 %.2f P99 %.2f RATE %.1f\n", saved, refused, failed,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, saved / (summary.duration / 1e6)))
end
