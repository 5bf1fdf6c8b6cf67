using Relevo.Gateway.Health.Endpoints;

namespace Relevo.Gateway.Health.Exposition;

/// <summary>Answers <c>/metrics</c>.</summary>
internal sealed class MetricsEndpoint(Scrape scrape)
{
    public async Task ScrapeAsync(HttpContext context)
    {
        var text = await scrape.GetAsync(context.RequestAborted).ConfigureAwait(false);
        await HealthAnswer.WriteAsync(context, HealthBodies.StatusCode(text is not null), PrometheusText.ContentType, text).ConfigureAwait(false);
    }
}
