using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Ingress;

namespace Relevo.Micro.Inbound;

/// <summary>From an authentic body to events, and on to what is stored. The least it can cost is to parse Meta's JSON.</summary>
public class Normalise
{
    private readonly Sample _meta = Sample.Meta();
    private readonly Sample _status = Sample.MetaStatus();
    private readonly Sample _bird = Sample.Bird();
    private readonly Sample _evolution = Sample.Evolution();
    private readonly EventRouter _router;
    private readonly NumberRoute _route;

    public Normalise()
    {
        _router = _meta.Router();
        _route = _meta.Route();
    }

    [Benchmark(Baseline = true, Description = "JSON parse alone")]
    public int Parse()
    {
        using var document = JsonDocument.Parse(_meta.Request.Body);
        return (int)document.RootElement.ValueKind;
    }

    [Benchmark(Description = "Meta, message")]
    public int Meta() => Events(_meta).Count;

    [Benchmark(Description = "Meta, status")]
    public int MetaStatus() => Events(_status).Count;

    [Benchmark]
    public int Bird() => Events(_bird).Count;

    [Benchmark]
    public int Evolution() => Events(_evolution).Count;

    [Benchmark(Description = "Meta, message, routed and encoded")]
    public int Routed() => _router.Route(Events(_meta), _route, "meta", Sample.Secret, _meta.Request, out _).Count;

    private static List<InboundEvent> Events(Sample sample)
    {
        var events = new List<InboundEvent>(1);
        sample.Provider.Normaliser.Normalise(sample.Request, sample.Number, events);
        return events;
    }
}
