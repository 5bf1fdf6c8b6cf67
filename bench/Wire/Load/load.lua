-- Makes every request of wrk a webhook of its own: a Meta text message with a fresh id, one of many contacts, the time of
-- now and a valid signature. Everything has a fixed width, so that a request is a few bytes patched into a template.
--
--   wrk -s load.lua URL -- SECRET RUN CONTACTS [RATE]
--
-- RUN is 8 hex digits that no other run uses. The id's digits are RUN, two of the thread, ten of the counter.
-- With RATE each thread gives every request the next place in a fixed schedule; without, each follows the answer before it.

local ffi = require("ffi")
ffi.cdef[[
typedef struct { uint32_t h[8]; uint32_t low, high; uint32_t data[16]; unsigned int num, length; } SHA256_CTX;
int SHA256_Init(SHA256_CTX *c);
int SHA256_Update(SHA256_CTX *c, const void *data, size_t length);
int SHA256_Final(unsigned char *digest, SHA256_CTX *c);
typedef struct { long seconds, microseconds; } timeval;
int gettimeofday(timeval *now, void *zone);
]]
local crypto = ffi.load("libcrypto.so.3")
local threads = 0

local function now()
  local time = ffi.new("timeval")
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.seconds) + tonumber(time.microseconds) / 1e6
end

function setup(thread)
  started = started or now()
  thread:set("number", threads)
  threads = threads + 1
end

-- Both halves of the HMAC begin with a block of the key, so their states are kept and copied.
local function keyed(secret, pad)
  local block, state = ffi.new("uint8_t[64]"), ffi.new("SHA256_CTX")
  for i = 0, 63 do block[i] = bit.bxor(i < #secret and secret:byte(i + 1) or 0, pad) end
  crypto.SHA256_Init(state)
  crypto.SHA256_Update(state, block, 64)
  return state
end

local hex = ffi.new("uint16_t[256]") -- two digits of a byte at a time
for i = 0, 255 do
  local text = string.format("%02x", i)
  hex[i] = text:byte(1) + text:byte(2) * 256
end

local inner, outer, state, digest, inside = nil, nil, ffi.new("SHA256_CTX"), ffi.new("uint8_t[32]"), ffi.new("uint8_t[32]")
local buffer, length, bodyAt, bodyLength, macAt
local idAt, contactAt, waAt, timeAt
local counter, contacts, nextLook = 0, 10000, 0

local function template(run)
  local id = string.format("wamid.HBgLMTU1NTAwMD%s%02d%s", run, number, "0000000000") .. "AgASGBQzQTRBNjU5OUFFRTAzOEFEN0"
  return '{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp",'
    .. '"metadata":{"display_phone_number":"15550009001","phone_number_id":"100000000000001"},'
    .. '"contacts":[{"profile":{"name":"Ana"},"wa_id":"15551000000"}],"messages":[{"from":"15551000000",'
    .. '"id":"' .. id .. '","timestamp":"1700000000","text":{"body":"Hola, quiero saber si mi pedido ya va en camino. Gracias."},"type":"text"}]},'
    .. '"field":"messages"}]}]}'
end

-- wrk asks for a pause in whole milliseconds before each request.
function pace(perMillisecond)
  local clock, place = ffi.new("timeval"), nil
  delay = function()
    ffi.C.gettimeofday(clock, nil)
    local at = tonumber(clock.seconds) * 1000 + tonumber(clock.microseconds) / 1000
    place = (place or at) + 1 / perMillisecond
    return place > at and math.floor(place - at) or 0
  end
end

function init(args)
  local secret, run = args[1], args[2]
  contacts = tonumber(args[3])
  inner, outer = keyed(secret, 0x36), keyed(secret, 0x5c)
  local body = template(run)
  local head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nUser-Agent: facebookexternalua\r\nContent-Type: application/json\r\n"
    .. "X-Hub-Signature-256: sha256=" .. string.rep("0", 64) .. "\r\nContent-Length: " .. #body .. "\r\n\r\n"
  local text = head .. body
  length, bodyAt, bodyLength = #text, #head, #body
  buffer = ffi.new("uint8_t[?]", length)
  ffi.copy(buffer, text, length)
  macAt = head:find("sha256=", 1, true) + 6
  local function at(mark, from) return bodyAt + select(2, body:find(mark, from or 1, true)) end
  idAt = at(run .. string.format("%02d", number))
  contactAt = at('"from":"1555')
  waAt = at('"wa_id":"1555')
  timeAt = at('"timestamp":"')
  if args[4] then pace(tonumber(args[4]) / 1000 / 2) end -- two threads, per millisecond
end

local function digits(at, width, value)
  for i = at + width - 1, at, -1 do
    local rest = value % 10
    buffer[i] = 48 + rest
    value = (value - rest) / 10
  end
end

local function sign()
  ffi.copy(state, inner, 112)
  crypto.SHA256_Update(state, buffer + bodyAt, bodyLength)
  crypto.SHA256_Final(inside, state)
  ffi.copy(state, outer, 112)
  crypto.SHA256_Update(state, inside, 32)
  crypto.SHA256_Final(digest, state)
  local out = ffi.cast("uint16_t *", buffer + macAt)
  for i = 0, 31 do out[i] = hex[digest[i]] end
end

function request()
  if counter >= nextLook then
    nextLook = counter + 200
    digits(timeAt, 10, os.time())
  end
  counter = counter + 1
  digits(idAt, 10, counter)
  local contact = 1000000 + (counter * 7919 + number * 5003) % contacts
  digits(contactAt, 7, contact)
  digits(waAt, 7, contact)
  sign()
  return ffi.string(buffer, length)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\nwire {"started":%.6f,"seconds":%.6f,"answers":%d,"refused":%d,"broken":%d,"p50":%.3f,"p90":%.3f,"p99":%.3f,"max":%.3f}\n',
    started, summary.duration / 1e6, summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
