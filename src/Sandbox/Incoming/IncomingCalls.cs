using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Incoming;

/// <summary><c>POST /sandbox/incoming</c>: a customer writes to a number. Answers what the webhook was answered.</summary>
internal sealed class IncomingCalls(IncomingDesk desk, IReadOnlyList<SandboxNumber> numbers)
{
    private const string Path = "/sandbox/incoming";
    private const int MostBytes = 64 * 1024;

    /// <summary>Whether a call is one of these.</summary>
    public static bool IsOne(HttpRequest request) => request.Path == Path;

    /// <summary>Answers one.</summary>
    /// <param name="context">The call.</param>
    /// <param name="stopping">Cancelled when the sandbox ends.</param>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            var (status, body) = HttpMethods.IsPost(context.Request.Method)
                ? await AnswerAsync(context.Request, either.Token)
                : (StatusCodes.Status405MethodNotAllowed, Error("This takes POST only."));
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body.ToJsonString() + "\n", either.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
        {
            context.Abort(); // The caller is gone, or the sandbox ends.
        }
    }

    private async Task<(int Status, JsonObject Body)> AnswerAsync(HttpRequest request, CancellationToken stop)
    {
        if (await ReadAsync(request, stop) is not { } text)
        {
            return (StatusCodes.Status413PayloadTooLarge, Error("The body is too large."));
        }

        var problems = new List<ScriptProblem>();
        if (Read(text, problems) is not { } incoming)
        {
            var details = problems.Select(problem => (JsonNode)new JsonObject { ["field"] = problem.Path, ["problem"] = problem.Problem });
            return (StatusCodes.Status400BadRequest, Error("The message is not understood.", new JsonArray([.. details])));
        }

        try
        {
            var (id, status) = await desk.PostAsync(incoming.Number, incoming.Message, stop);
            return (status is >= 200 and <= 299 ? StatusCodes.Status200OK : StatusCodes.Status502BadGateway, new JsonObject { ["id"] = id, ["webhookStatus"] = status });
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            return (StatusCodes.Status502BadGateway, Error("Nobody answered the webhook."));
        }
    }

    private SandboxIncoming? Read(ReadOnlyMemory<byte> utf8, List<ScriptProblem> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new ScriptProblem("", "must be a JSON object"));
                return null;
            }

            var incoming = IncomingReader.Read(new ScriptObject(document.RootElement, "", problems), mayWait: false);
            var more = IncomingReader.Problems(incoming, numbers).Where(found => !problems.Exists(known => known.Path == found.Field)).ToList();
            problems.AddRange(more.Select(found => new ScriptProblem(found.Field, found.Problem)));
            return problems.Count == 0 ? incoming : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            problems.Clear();
            problems.Add(new ScriptProblem("", "is no JSON")); // half of a surrogate pair is none either
            return null;
        }
    }

    private static JsonObject Error(string message, JsonArray? details = null)
    {
        var error = new JsonObject { ["error"] = message };
        if (details is not null)
        {
            error["details"] = details;
        }

        return error;
    }

    // One byte more than allowed tells that there is too much.
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        if (length > MostBytes)
        {
            return null;
        }

        return buffer.AsMemory(0, length);
    }
}
