using Microsoft.AspNetCore.Http;
using Relevo.Providers;

namespace Relevo.Sandbox.Tests.Support;

internal sealed class HookHeaders(IHeaderDictionary headers) : IWebhookHeaders
{
    public string? Single(string name) => headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
