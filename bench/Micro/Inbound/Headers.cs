using Relevo.Providers;

namespace Relevo.Micro.Inbound;

/// <summary>A few headers, as ingress would find them.</summary>
internal sealed class Headers(params (string Name, string Value)[] all) : IWebhookHeaders
{
    public string? Single(string name)
    {
        foreach (var (each, value) in all)
        {
            if (string.Equals(each, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
