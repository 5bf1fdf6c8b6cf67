using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>The program behind the gateway: checks each signature, notes what came, and answers a customer now and then.</summary>
internal sealed class EchoApplication(DemoSite site, DemoLedger ledger) : IAsyncDisposable
{
    private const int ReplyOf = 50;

    private WebApplication? _app;

    public async Task StartAsync(CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(site.ApplicationUrl);
        _app = builder.Build();
        _app.Run(HandleAsync);
        await _app.StartAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        if (!IsSigned(context.Request.Headers, body))
        {
            ledger.Forged();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var happening = JsonDocument.Parse(body);
        var id = happening.RootElement.TryGetProperty("providerMessageId", out var value) ? value.GetString() : null;
        if (CustomerMessage.TryReadId(id, out var conversation, out var number))
        {
            ledger.Delivered(conversation, number);
            await ReplyAsync(context, conversation, number);
        }
    }

    private async Task ReplyAsync(HttpContext context, int conversation, int number)
    {
        if ((conversation + number) % ReplyOf == 0)
        {
            ledger.Replied();
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(FormattableString.Invariant($$"""{"replies":[{"type":"text","text":"echo of message {{number}}"}]}"""), context.RequestAborted);
        }
    }

    // Standard Webhooks: base64 of HMAC-SHA256 over id, timestamp and body.
    private bool IsSigned(IHeaderDictionary headers, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(site.SigningKey, signed)));
        return headers["webhook-signature"].ToString().Split(' ').Any(s => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(s), expected));
    }
}
