using Relevo.Providers;

namespace Relevo.Gateway.Ingress;

/// <summary>The request's headers as providers read them.</summary>
internal sealed class HeaderView(IHeaderDictionary headers) : IWebhookHeaders
{
    public string? Single(string name) => headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
