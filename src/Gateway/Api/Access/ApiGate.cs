using Microsoft.AspNetCore.Http;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Records;

namespace Relevo.Gateway.Api.Access;

/// <summary>Stands before every handler: knows who calls, lets in who may, and turns failures into answers that say what to do.</summary>
internal sealed class ApiGate(ApiServices services)
{
    private const string Header = "X-API-Key";

    private sealed record Cached(ApiOptions Options, ApiKeyring Keys);

    private volatile Cached? _cached;

    /// <summary>The handler behind the check of a role.</summary>
    public RequestDelegate Require(ApiRole role, Func<HttpContext, ApiCaller, Task> handler) => async context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var caller = Find(context);
        if (caller is null)
        {
            await ApiAnswer.ErrorAsync(context, 401, "unauthorized", $"Send a key that stands in the settings under Api:Keys in the header {Header}; on the command line by --key or GATEWAY_ADMIN_KEY.");
        }
        else if (caller.Throttle?.TryEnter() == false)
        {
            context.Response.Headers.RetryAfter = "1"; // a full second's worth is there again by then
            await ApiAnswer.ErrorAsync(context, 429, "too_fast", $"The key {caller.Name} calls faster than the settings allow (Api:Keys:{caller.Name}:RequestsPerSecond).");
        }
        else if (!caller.Has(role))
        {
            await RecordAsync(context, caller, role);
            await ApiAnswer.ErrorAsync(context, 403, "forbidden", $"The key {caller.Name} lacks the role {Word(role)}; roles stand in the settings under Api:Keys:{caller.Name}:Roles.");
        }
        else
        {
            await RunAsync(context, caller, handler);
        }
    };

    private async Task RunAsync(HttpContext context, ApiCaller caller, Func<HttpContext, ApiCaller, Task> handler)
    {
        try
        {
            await handler(context, caller);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            ApiLog.CallerLeft(services.Logger, context.Request.Method); // Nobody is left to answer.
        }
        catch (StoreException exception) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "1";
            await ApiAnswer.ErrorAsync(context, 503, "store_unavailable", $"The store cannot do this now: {exception.Message}");
        }
        catch (RecordStoreException exception) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "1";
            await ApiAnswer.ErrorAsync(context, 503, "records_unavailable", $"What was recorded cannot be read now: {exception.Message}");
        }
        catch (Exception exception) when (exception is not BadHttpRequestException && !context.Response.HasStarted)
        {
            ApiLog.Failed(services.Logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "?", exception);
            await ApiAnswer.ErrorAsync(context, 500, "internal", "This is a fault of the gateway; its log says more.");
        }
    }

    // Who tries what is not his to do is recorded by name; who has no key at all would fill the record.
    private async Task RecordAsync(HttpContext context, ApiCaller caller, ApiRole role)
    {
        if (role == ApiRole.Admin)
        {
            await AdminRecord.TryWriteAsync(services, caller, "refused", AdminRecord.Target($"{context.Request.Method} {context.Request.Path}"), "forbidden", context.RequestAborted);
        }
    }

    private ApiCaller? Find(HttpContext context)
    {
        var keys = context.Request.Headers[Header];
        return keys.Count == 1 && keys[0] is { } key ? Keyring().Find(key) : null;
    }

    private ApiKeyring Keyring()
    {
        var options = services.Settings.Current.Api;
        var cached = _cached;
        if (cached is null || !ReferenceEquals(cached.Options, options))
        {
            _cached = cached = new Cached(options, new ApiKeyring(options));
        }

        return cached.Keys;
    }

    private static string Word(ApiRole role) => role switch
    {
        ApiRole.Send => "send",
        ApiRole.Read => "read",
        _ => "admin",
    };
}
